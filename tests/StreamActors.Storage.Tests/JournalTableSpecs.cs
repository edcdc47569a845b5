namespace StreamActors.Storage.Tests;

/// <summary>
/// The journal's tables must be exactly those of Akka.Persistence.Sql 1.5.30: these statements were read from a SQLite and a PostgreSQL
/// 15 that it had initialized.
/// </summary>
public sealed class Journal_tables_on_SQLite : StorageSpecs<SqlitePlace>
{
    [Fact]
    public async Task Columns_and_keys_are_those_of_Akka_Persistence_Sql()
    {
        var columns = await Stage.Database.Read(
            c => c.Command(
                """
                SELECT m.name || '.' || c.name || ' ' || upper(c.type) || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END || CASE c.pk WHEN 0 THEN '' ELSE ' key ' || c.pk END
                FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.name IN ('journal', 'tags', 'snapshot') ORDER BY m.name, c.cid
                """).All(r => r.GetString(0)),
            CancellationToken.None);
        columns.ShouldBe(
        [
            "journal.ordering INTEGER not null key 1",
            "journal.created BIGINT not null",
            "journal.deleted BIT not null",
            "journal.persistence_id NVARCHAR(255) not null",
            "journal.sequence_number BIGINT not null",
            "journal.message VARBINARY not null",
            "journal.manifest NVARCHAR(500)",
            "journal.identifier INTEGER",
            "journal.writer_uuid NVARCHAR(128)",
            "snapshot.persistence_id NVARCHAR(255) not null key 1",
            "snapshot.sequence_number BIGINT not null key 2",
            "snapshot.created BIGINT not null",
            "snapshot.snapshot VARBINARY",
            "snapshot.manifest NVARCHAR(500)",
            "snapshot.serializer_id INTEGER",
            "tags.ordering_id INTEGER not null key 1",
            "tags.tag NVARCHAR(64) not null key 2",
            "tags.sequence_nr INTEGER not null",
            "tags.persistence_id NVARCHAR(255) not null",
        ]);
        (await Stage.Ask<string>("SELECT sql FROM sqlite_master WHERE name = 'journal'"))!.ShouldContain("AUTOINCREMENT");
    }

    [Fact]
    public async Task Indexes_are_those_of_Akka_Persistence_Sql()
    {
        var indexes = await Stage.Database.Read(
            c => c.Command(
                """
                SELECT i.name || CASE i."unique" WHEN 1 THEN ' unique' ELSE '' END || ' (' || (SELECT group_concat(x.name, ', ') FROM pragma_index_info(i.name) x) || ')'
                FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.name IN ('journal', 'tags', 'snapshot') AND i.origin = 'c' ORDER BY i.name
                """).All(r => r.GetString(0)),
            CancellationToken.None);
        indexes.ShouldBe(
        [
            "journal_created_idx (created)",
            "journal_sequence_number_idx (sequence_number)",
            "journal_uq unique (persistence_id, sequence_number)",
            "snapshot_created_idx (created)",
            "snapshot_sequence_number_idx (sequence_number)",
            "tags_persistence_id_sequence_nr_idx (persistence_id, sequence_nr)",
            "tags_tag_idx (tag)",
        ]);
    }

    [Fact]
    public async Task Power_loss_costs_nothing_that_was_acknowledged()
    {
        (await Stage.Ask<string>("PRAGMA journal_mode")).ShouldBe("wal");
        (await Stage.Database.Change(t => t.One<long>("PRAGMA synchronous"), CancellationToken.None)).ShouldBe(2, "FULL");
        (await Stage.Database.Change(t => t.One<long>("PRAGMA foreign_keys"), CancellationToken.None)).ShouldBe(1);
    }
}

public sealed class Journal_tables_on_PostgreSQL : StorageSpecs<PostgresPlace>
{
    [Fact]
    public async Task Columns_are_those_of_Akka_Persistence_Sql()
    {
        var columns = await Stage.Database.Read(
            c => c.Command(
                """
                SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || coalesce(' ' || identity_generation, '')
                FROM information_schema.columns WHERE table_name IN ('journal', 'tags', 'snapshot') ORDER BY table_name, ordinal_position
                """).All(r => r.GetString(0)),
            CancellationToken.None);
        columns.ShouldBe(
        [
            "journal.ordering bigint not null ALWAYS",
            "journal.created bigint not null",
            "journal.deleted boolean not null",
            "journal.persistence_id text not null",
            "journal.sequence_number bigint not null",
            "journal.message bytea not null",
            "journal.manifest text",
            "journal.identifier integer",
            "journal.writer_uuid text",
            "snapshot.persistence_id text not null",
            "snapshot.sequence_number bigint not null",
            "snapshot.created bigint not null",
            "snapshot.snapshot bytea",
            "snapshot.manifest text",
            "snapshot.serializer_id integer",
            "tags.ordering_id bigint not null",
            "tags.tag text not null",
            "tags.sequence_nr bigint not null",
            "tags.persistence_id text not null",
        ]);
    }

    [Fact]
    public async Task Keys_and_indexes_are_those_of_Akka_Persistence_Sql()
    {
        var indexes = await Stage.Database.Read(
            c => c.Command(
                "SELECT indexdef FROM pg_indexes WHERE tablename IN ('journal', 'tags', 'snapshot') ORDER BY indexdef COLLATE \"C\"")
                .All(r => r.GetString(0)),
            CancellationToken.None);
        indexes.ShouldBe(
        [
            "CREATE INDEX journal_created_idx ON public.journal USING btree (created)",
            "CREATE INDEX journal_sequence_number_idx ON public.journal USING btree (sequence_number)",
            "CREATE INDEX snapshot_created_idx ON public.snapshot USING btree (created)",
            "CREATE INDEX snapshot_sequence_number_idx ON public.snapshot USING btree (sequence_number)",
            "CREATE INDEX tags_persistence_id_sequence_nr_idx ON public.tags USING btree (persistence_id, sequence_nr)",
            "CREATE INDEX tags_tag_idx ON public.tags USING btree (tag)",
            "CREATE UNIQUE INDEX \"PK_journal\" ON public.journal USING btree (ordering)",
            "CREATE UNIQUE INDEX \"PK_snapshot\" ON public.snapshot USING btree (persistence_id, sequence_number)",
            "CREATE UNIQUE INDEX \"PK_tags\" ON public.tags USING btree (ordering_id, tag)",
            "CREATE UNIQUE INDEX journal_uq ON public.journal USING btree (persistence_id, sequence_number)",
        ]);
        (await Stage.Database.Read(
            c => c.Command(
                "SELECT conname || ' ' || contype::text FROM pg_constraint WHERE conrelid = 'journal'::regclass ORDER BY conname")
                .All(r => r.GetString(0)), CancellationToken.None))
            .ShouldBe(["PK_journal p", "journal_uq u"]);
    }
}
