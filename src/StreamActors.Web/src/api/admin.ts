// Made by scripts/schema.mjs of the server's OpenAPI document; a test compares.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AlertRuleViewListing: {
            items: {
                id: string;
                name: string;
                condition: string;
                severity: string;
                on: boolean;
                for: string;
                clearAfter: string;
                threshold: number | null;
                within: string | null;
                repeatEvery: string | null;
                subjects: string[];
                labels: {
                    [key: string]: string;
                };
                channels: string[];
                shipped: boolean;
                edited: boolean;
                firing: number;
                version: number;
            }[];
            page: number;
            size: number;
            total: number;
        };
        AlertViewListing: {
            items: {
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
            }[];
            page: number;
            size: number;
            total: number;
        };
        ExportView: {
            format: string;
            /** Format: date-time */
            at: string | null;
            salt: string | null;
            inputs: {
                id?: string | null;
                name?: string | null;
                address: {
                    url: string;
                    options?: components["schemas"]["ExportViewInputsItemsAddressOptions"];
                    secrets?: components["schemas"]["ExportViewInputsItemsAddressSecrets"];
                };
                on?: boolean | null;
                stallAfter?: string | null;
                labels?: {
                    [key: string]: string;
                } | null;
                outputLimit?: number | null;
            }[];
            outputs: {
                id?: string | null;
                name?: string | null;
                input: string;
                address: {
                    url: string;
                    options?: components["schemas"]["ExportViewInputsItemsAddressOptions"];
                    secrets?: components["schemas"]["ExportViewInputsItemsAddressSecrets"];
                };
                on?: boolean | null;
                stallAfter?: string | null;
                labels?: {
                    [key: string]: string;
                } | null;
            }[];
            alertRules?: {
                id?: string | null;
                name?: string | null;
                condition: string;
                severity?: string | null;
                on?: boolean | null;
                for?: string | null;
                clearAfter?: string | null;
                threshold?: number | null;
                within?: string | null;
                repeatEvery?: string | null;
                subjects?: string[] | null;
                labels?: {
                    [key: string]: string;
                } | null;
                channels?: string[] | null;
            }[];
            channels?: {
                id?: string | null;
                name?: string | null;
                kind: string;
                on?: boolean | null;
                url?: string | null;
                user?: string | null;
                from?: string | null;
                to?: string[] | null;
                plain?: boolean | null;
                secrets?: {
                    [key: string]: string;
                } | null;
                least?: string | null;
                gather?: string | null;
                spacing?: string | null;
                resolved?: boolean | null;
            }[];
        };
        ChannelViewListing: {
            items: {
                id: string;
                name: string;
                kind: string;
                on: boolean;
                url: string | null;
                user: string | null;
                from: string | null;
                to: string[];
                plain: boolean;
                secrets: {
                    [key: string]: string;
                };
                least: string;
                gather: string;
                spacing: string;
                resolved: boolean;
                version: number;
                state: {
                    status: string;
                    fault: string | null;
                    /** Format: date-time */
                    again: string | null;
                    /** Format: date-time */
                    lastSent: string | null;
                    sent: number;
                    abandoned: number;
                    told: number;
                };
            }[];
            page: number;
            size: number;
            total: number;
        };
        ChannelTestView: {
            delivered: boolean;
            fault: string | null;
            seconds: number;
        };
        ImportView: {
            created: string[];
            changed: string[];
            unchanged: string[];
            removed: string[];
            refused: {
                id: string;
                problem: {
                    type: string;
                    title: string;
                    status: number;
                    detail: string;
                    code: string;
                    errors?: {
                        field: string;
                        value: string | null;
                        cure: string;
                    }[] | null;
                };
            }[];
            dryRun?: boolean;
        };
        VersionView: {
            version: string;
            build: string;
            epoch: string;
        };
        JournalView: {
            database: string;
            where: string;
            schemaVersion: number;
            position: number;
            commits: number;
            readers: {
                name: string;
                position: number;
                behind: number;
            }[];
        };
        KeyViewListing: {
            items: {
                id: string;
                name: string;
                role: string;
                scopes: string[];
                /** Format: date-time */
                created: string;
                /** Format: date-time */
                expires: string | null;
                revoked: boolean;
            }[];
            page: number;
            size: number;
            total: number;
        };
        KeyIssuedView: {
            id: string;
            key: string | null;
            issued: {
                id: string;
                name: string;
                role: string;
                scopes: string[];
                /** Format: date-time */
                created: string;
                /** Format: date-time */
                expires: string | null;
                revoked: boolean;
            };
        };
        NodeViewIReadOnlyList: {
            node: string;
            address: string;
            status: string;
            /** Format: date-time */
            since: string;
            self: boolean;
            working: number;
            mediamtx?: {
                /** Format: date-time */
                at: string;
                up: boolean;
                version: string | null;
                fault: string | null;
                paths: number;
                ready: number;
                restarts: number;
            } | null;
        }[];
        SettingViewIReadOnlyList: {
            key: string;
            value: string;
            default: string;
        }[];
        UserViewListing: {
            items: {
                id: string;
                role: string;
                disabled: boolean;
                /** Format: date-time */
                created: string;
                version: number;
            }[];
            page: number;
            size: number;
            total: number;
        };
        ExportViewInputsItemsAddressOptions: {
            [key: string]: string;
        } | null;
        ExportViewInputsItemsAddressSecrets: {
            [key: string]: string;
        } | null;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
