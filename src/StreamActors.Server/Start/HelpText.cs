namespace StreamActors.Server;

internal static class HelpText
{
    public const string Text = """
        streamactors up [--data DIR] [--http HOST:PORT] [--config FILE] [--demo] [--streamactors.some.key=value …]
            Runs the server until Ctrl-C or SIGTERM. --demo puts a test stream on air.
        streamactors up --runtime cluster [--node NAME] [--join HOST:PORT]
            The same as a node of a cluster: the first of one, or one more beside the node at HOST:PORT.
        streamactors journal verify [--data DIR] [--config FILE]
            Reads every stored event and says what is missing or cannot be read. Changes nothing.
        streamactors restore --from FILE [--passphrase-file FILE] [--data DIR] [--config FILE]
            Puts a backup into an empty database (SQLite or PostgreSQL) that no server uses. The master key must be there, where
            the backup is not sealed with a passphrase (its first line, in a file that only its owner may read).
        streamactors version

        Every key, its default and what it is for: hocon/streamactors.conf

        Exit codes: 0 done, 1 failed, 64 the command line, 65 the journal or the backup, 69 database or
        address not available, 75 another server is on this data folder, 77 no right to the data folder,
        78 the configuration.
        """;
}
