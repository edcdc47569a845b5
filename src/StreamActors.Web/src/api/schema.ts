// Made by scripts/schema.mjs of the server's OpenAPI document; a test compares.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ChangeViewPages: {
            items: {
                id: string;
                kind: string;
                entity: string;
                number: number;
                /** Format: date-time */
                at: string;
                who: string;
                why: string | null;
                name: string;
                before: unknown;
                after: unknown;
                differences: {
                    field: string;
                    before: unknown;
                    after: unknown;
                }[];
            }[];
            next: string | null;
        };
        LiveBatch: {
            id: string;
            /** Format: date-time */
            at: string;
            epoch: string;
            snapshot: boolean;
            more: boolean;
            events: {
                type: string;
                id: string;
                input?: {
                    id: string;
                    name: string;
                    address: {
                        url: string;
                        options: components["schemas"]["LiveBatchEventsItemsInputAddressOptions"];
                        secrets: components["schemas"]["LiveBatchEventsItemsInputAddressSecrets"];
                    };
                    on: boolean;
                    stallAfter: string;
                    labels: {
                        [key: string]: string;
                    };
                    outputLimit: number;
                    outputs: string[];
                    version: number;
                    state: {
                        phase: string;
                        reason: string;
                        /** Format: date-time */
                        since: string | null;
                        /** Format: date-time */
                        retryAt: string | null;
                        incarnation: number;
                        workload: string | null;
                        node: string | null;
                        figures: components["schemas"]["LiveBatchEventsItemsInputStateFigures"];
                        fault?: string | null;
                    };
                    publish?: {
                        server: string;
                        streamKey: string;
                        ffmpeg?: string | null;
                        vmix?: string | null;
                    } | null;
                } | null;
                output?: {
                    id: string;
                    name: string;
                    input: string;
                    address: {
                        url: string;
                        options: components["schemas"]["LiveBatchEventsItemsInputAddressOptions"];
                        secrets: components["schemas"]["LiveBatchEventsItemsInputAddressSecrets"];
                    };
                    on: boolean;
                    stallAfter: string;
                    labels: {
                        [key: string]: string;
                    };
                    version: number;
                    state: {
                        phase: string;
                        reason: string;
                        /** Format: date-time */
                        since: string | null;
                        /** Format: date-time */
                        retryAt: string | null;
                        incarnation: number;
                        workload: string | null;
                        node: string | null;
                        figures: components["schemas"]["LiveBatchEventsItemsInputStateFigures"];
                        fault?: string | null;
                    };
                } | null;
                owner?: string | null;
                number?: number | null;
                state?: {
                    phase: string;
                    reason: string;
                    /** Format: date-time */
                    since: string | null;
                    /** Format: date-time */
                    retryAt: string | null;
                    incarnation: number;
                    workload: string | null;
                    node: string | null;
                    figures: components["schemas"]["LiveBatchEventsItemsInputStateFigures"];
                    fault?: string | null;
                } | null;
                alert?: {
                    id: string;
                    rule: string;
                    subject: string;
                    state: string;
                    severity: string;
                    summary: string;
                    /** Format: date-time */
                    since: string | null;
                    /** Format: date-time */
                    firedAt: string | null;
                    /** Format: date-time */
                    resolvedAt: string | null;
                    why: string | null;
                    times: number;
                    silenced: boolean;
                    acknowledged: {
                        by: string;
                        note: string | null;
                        /** Format: date-time */
                        at: string;
                    } | null;
                    silence: {
                        by: string;
                        reason: string;
                        /** Format: date-time */
                        until: string;
                        /** Format: date-time */
                        at: string;
                    } | null;
                    version: number;
                } | null;
            }[];
            figures?: (number | null)[][] | null;
        };
        TimelineViewPages: {
            items: {
                /** Format: date-time */
                at: string;
                kind: string;
                entity: string;
                node: string;
                number: number | null;
                who: string;
                name: string;
                detail: unknown;
                owner?: string | null;
            }[];
            next: string | null;
        };
        PreviewView: {
            ticket: string;
            /** Format: date-time */
            expires: string;
            codecs: string[];
            unplayable: string | null;
            why: string | null;
        };
        SeriesView: {
            /** Format: date-time */
            from: string;
            step: number;
            bitsPerSecond: (number | null)[];
            lostPackets: (number | null)[];
            behindPackets: (number | null)[];
        };
        PrincipalView: {
            who: string;
            role: string;
            scopes: string[];
            /**
             * Format: date-time
             * @default null
             */
            expires: string | null;
            /** @default false */
            needsPassword: boolean;
        };
        PreflightView: {
            result: string;
            checks: {
                name: string;
                result: string;
                text: string;
                cure: string | null;
                seconds: number;
            }[];
            streams: string[];
            seconds: number;
        };
        ProtocolViewIReadOnlyList: {
            name: string;
            input: {
                text: string;
                listens: string;
                defaultPort: number | null;
                forms: components["schemas"]["ProtocolViewIReadOnlyListItemsInputForms"];
                query: string;
                drivers: components["schemas"]["ProtocolViewIReadOnlyListItemsInputDrivers"];
                url: components["schemas"]["ProtocolViewIReadOnlyListItemsInputUrl"];
                options: components["schemas"]["ProtocolViewIReadOnlyListItemsInputOptions"];
                secrets: components["schemas"]["ProtocolViewIReadOnlyListItemsInputSecrets"];
                example: components["schemas"]["ProtocolViewIReadOnlyListItemsInputExample"];
            } | null;
            output: {
                text: string;
                listens: string;
                defaultPort: number | null;
                forms: components["schemas"]["ProtocolViewIReadOnlyListItemsInputForms"];
                query: string;
                drivers: components["schemas"]["ProtocolViewIReadOnlyListItemsInputDrivers"];
                url: components["schemas"]["ProtocolViewIReadOnlyListItemsInputUrl"];
                options: components["schemas"]["ProtocolViewIReadOnlyListItemsInputOptions"];
                secrets: components["schemas"]["ProtocolViewIReadOnlyListItemsInputSecrets"];
                example: components["schemas"]["ProtocolViewIReadOnlyListItemsInputExample"];
            } | null;
        }[];
        LiveBatchEventsItemsInputAddressOptions: {
            [key: string]: string;
        };
        LiveBatchEventsItemsInputAddressSecrets: {
            [key: string]: string;
        };
        LiveBatchEventsItemsInputStateFigures: {
            /** Format: date-time */
            at: string;
            incarnation: number;
            driver: string;
            bytes?: number;
            bitsPerSecond?: number;
            lostPackets?: number;
            behindPackets?: number | null;
            backlogSeconds?: number | null;
            child?: {
                pid: number;
                cpuSeconds: number;
                residentBytes: number;
                speed: number | null;
                dropped: number | null;
                duplicated: number | null;
            } | null;
            stream?: {
                continuityErrors: number;
                syncLosses: number;
                transportErrors: number;
                scrambled: number;
                nullShare: number;
                tablesPresent: boolean;
                keyFrameSeconds: number;
                restarts: number;
                readers: number;
                groupExceedsRing?: boolean;
                connections?: number;
                codings?: string[];
            } | null;
            senders?: string[];
            links?: {
                peer: string;
                roundTripMs: number;
                lost: number;
                retransmitted: number;
                dropped: number;
                linkBitsPerSecond: number;
                latencyMs: number;
            }[];
            peer?: string | null;
            publisher?: {
                address: string;
                software: string;
                /** Format: date-time */
                since: string;
                incarnation: number;
            } | null;
            refusedPeers?: number;
            changes?: string[];
            router?: {
                path: string;
                ready: boolean;
                source: string | null;
                readers: number;
                bytesIn: number;
                bytesOut: number;
                connections: string[];
            } | null;
        } | null;
        ProtocolViewIReadOnlyListItemsInputOptionsItems: {
            name: string;
            values: string;
            unit: string | null;
            default: string | null;
            text: string;
            only: string | null;
            inUrl: string[];
            kind: string;
            choices?: string[];
            min?: number | null;
            max?: number | null;
            defaultValue?: string | null;
            example: string;
            required?: boolean;
        };
        ProtocolViewIReadOnlyListItemsInputDrivers: string[];
        ProtocolViewIReadOnlyListItemsInputOptions: components["schemas"]["ProtocolViewIReadOnlyListItemsInputOptionsItems"][];
        ProtocolViewIReadOnlyListItemsInputSecrets: components["schemas"]["ProtocolViewIReadOnlyListItemsInputOptionsItems"][];
        ProtocolViewIReadOnlyListItemsInputExample: {
            url: string | null;
            command: string;
            address: {
                url: string;
                options?: {
                    [key: string]: string;
                } | null;
                secrets?: {
                    [key: string]: string;
                } | null;
            };
        };
        ProtocolViewIReadOnlyListItemsInputForms: {
            form: string;
            example: string;
            text: string;
            option: string | null;
        }[];
        ProtocolViewIReadOnlyListItemsInputUrl: {
            host: string;
            port: string;
            path: string;
            user: string;
            multicast: boolean;
            listensWith: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
