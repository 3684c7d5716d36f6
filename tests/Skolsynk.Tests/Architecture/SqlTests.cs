using System.Text.RegularExpressions;

namespace Skolsynk.Tests.Architecture;

/// <summary>Reads every SQL text of the source: each names its tenant, or stands here with the reason why it asks for all.</summary>
public sealed partial class SqlTests
{
    /// <summary>Beginning of the text → why it crosses tenants, or touches no tenant's row.</summary>
    private static readonly Dictionary<string, string> OfAll = new()
    {
        ["INSERT INTO {name}({Names(Columns)})"] = "bulk tables: the tenant is the first column of every key",
        ["COPY {name}({Names(Columns)})"] = "bulk tables",
        ["DELETE FROM {name} "] = "bulk tables",
        ["INSERT INTO lease("] = "leases belong to processes",
        ["UPDATE lease SET "] = "leases belong to processes",
        ["SELECT epoch FROM lease "] = "leases belong to processes",
        ["SELECT at FROM job_run "] = "jobs of the whole service",
        ["INSERT INTO job_run("] = "jobs of the whole service",
        ["SELECT (extract(epoch from clock_timestamp())"] = "the server's clock",
        ["SELECT s.tenant, s.connection FROM connection_state s "] = "a lane: which connections, of all tenants, need a pass; ids alone",
        ["SELECT tenant, connection FROM connection_state WHERE urgent = 1"] = "a lane: whose protected removals go first; ids alone",
        ["SELECT {Columns} {From} WHERE e.id = @environment "] = "a lane: the connections of one environment, of all tenants",
        ["SELECT e.id, e.kind, e.base_url, e.moved_from, e.stopped, e.supplier_id FROM supplier_environment e "] = "which lanes there are; nothing of a tenant is read",
        ["SELECT tenant, connection FROM connection_state WHERE ending = "] = "endings of all tenants come to their end; ids alone",
        ["SELECT tenant, number, cause, subject, began, ended, "] = "the operator's list of receipts of what was ended; no personal data in them",
        ["SELECT identity, epoch FROM journal_state "] = "the journal belongs to the whole database",
        ["INSERT INTO journal_state("] = "the journal belongs to the whole database",
        ["UPDATE journal_state SET epoch "] = "the journal belongs to the whole database",
        ["SELECT epoch FROM journal_state "] = "the journal belongs to the whole database",
        ["SELECT count(*) FROM connection_start"] = "whether any connection was begun in the portal; a number",
        ["INSERT INTO journal_done("] = "entries of the journal by their ids alone",
        ["SELECT entry FROM journal_done WHERE at >= @forgotten"] = "entries of the journal by their ids alone",
        ["DELETE FROM journal_done"] = "entries of the journal by their ids alone",
        ["SELECT count(*) FROM tenant"] = "whether the database is new",
        ["INSERT INTO counter(tenant, name, next) SELECT DISTINCT tenant, @name, 1 "] = "after a restore every counter jumps; numbers alone",
        ["UPDATE counter SET next = next + CASE "] = "after a restore every counter jumps; numbers alone",
        ["UPDATE connection_state SET epoch = epoch + {Jump}"] = "after a restore every epoch jumps; numbers alone",
        ["SELECT tenant, connection FROM connection_state ORDER BY tenant, connection"] = "after a restore every connection is compared first; ids alone",
        ["SELECT count(*) FROM __EFMigrationsHistory"] = "whether a backup is a database of ours",
        ["SELECT count(*) FROM connection_state"] = "whether a backup is a database of ours",
        ["SELECT count(*) FROM sqlite_master WHERE name = 'journal_state'"] = "which journal a backup belongs to",
        ["SELECT identity FROM journal_state "] = "which journal a backup belongs to",
        ["SELECT DISTINCT c.environment_id FROM connection c "] = "which environments were sent something; numbers alone",
    };

    [Fact]
    [Trait("Invariant", "7")]
    public void Every_SQL_text_names_its_tenant_or_stands_on_the_list()
    {
        var texts = Texts().ToList();
        Assert.True(texts.Count > 100);
        var wrong = texts.Where(text => !text.Sql.Contains("@tenant", StringComparison.Ordinal) && !IsOnTheList(text.Sql));
        Assert.Equal([], wrong.Select(text => $"{text.File}: {text.Sql}"));
    }

    [Fact]
    public void Nothing_stands_on_the_list_that_is_not_asked_any_more()
    {
        var texts = Texts().Select(text => text.Sql).ToList();
        Assert.Equal([], OfAll.Keys.Where(start => !texts.Any(sql => sql.StartsWith(start, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("""session.Execute("DELETE FROM a " + session.Lock + "WHERE b = 1");""", "DELETE FROM a WHERE b = 1")]
    [InlineData("""session.Query($"SELECT {Columns} FROM a " + "WHERE b = @b", row => 1);""", "SELECT {Columns} FROM a WHERE b = @b")]
    [InlineData("""Say("SELECTED");""", null)]
    public void A_text_is_found_whole(string code, string? sql) => Assert.Equal(sql, In(code).SingleOrDefault());

    private static bool IsOnTheList(string sql) => OfAll.Keys.Any(start => sql.StartsWith(start, StringComparison.Ordinal));

    private static IEnumerable<(string File, string Sql)> Texts() =>
        Directory.EnumerateFiles(Repository.Path("src", "Skolsynk"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal))
            .SelectMany(file => In(File.ReadAllText(file)).Select(sql => (Path.GetFileName(file), sql)));

    /// <summary>SQL texts in code; pieces that are added up are one text.</summary>
    private static IEnumerable<string> In(string code)
    {
        code = Comment().Replace(code, "");
        var pieces = Literal().Matches(code);
        for (var i = 0; i < pieces.Count; i++)
        {
            var text = Content(pieces[i]);
            while (i + 1 < pieces.Count && Joined().IsMatch(code[(pieces[i].Index + pieces[i].Length)..pieces[i + 1].Index]))
                text += Content(pieces[++i]);
            if (Verb().IsMatch(text))
                yield return text.TrimStart();
        }
    }

    private static string Content(Match literal) => literal.Groups[1].Success ? literal.Groups[1].Value : literal.Groups[2].Value;

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("\\$*\"\"\"(.*?)\"\"\"|\\$?\"((?:\\\\.|[^\"\\\\])*)\"", RegexOptions.Singleline)]
    private static partial Regex Literal();

    /// <summary>A plus, perhaps with something computed between two.</summary>
    [GeneratedRegex(@"^\s*\+\s*(?:\w+(?:\.\w+)*(?:\([^)]*\))?\s*\+\s*)?$")]
    private static partial Regex Joined();

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|COPY|TRUNCATE|MERGE)\s")]
    private static partial Regex Verb();
}
