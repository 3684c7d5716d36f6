using System.Collections;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void Production_needs_a_protected_key_ring() =>
        Assert.Contains("Skolsynk:KeyRing:Certificate", Assert.Single(Problems(development: false)), StringComparison.Ordinal);

    [Fact]
    public void Development_needs_nothing()
    {
        var options = Read(development: true);
        Assert.Equal((false, true), (options.Database is DatabaseOptions.Postgres, options.Socket!.EndsWith("skolsynk.db.socket", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("SKOLSYNK__DATABASE", "mysql:server=secret", "sqlite:SÖKVÄG")]
    [InlineData("SKOLSYNK__DATABASE", "postgres:Password=secret;;=", "sqlite:SÖKVÄG")]
    [InlineData("SKOLSYNK__GRAPH__BASEURL", "https://graph.example/v1.0", "https://graph.microsoft.com")]
    [InlineData("SKOLSYNK__ENTRA__INSTANCE", "http://login.microsoftonline.com", "https://login.microsoftonline.com")]
    [InlineData("SKOLSYNK__ROLES", "boss", "worker")]
    [InlineData("SKOLSYNK__SYNC__INTERVALSECONDS", "1", "5–86400")]
    [InlineData("SKOLSYNK__ADDRESS", "https://0.0.0.0:1", "http://VÄRD:PORT")]
    [InlineData("SKOLSYNK__DATABAS", "sqlite:x", "Skolsynk:Database")]
    [InlineData("SKOLSYNK__CRASHAT", "sometimes", "windowWritten")]
    [InlineData("SKOLSYNK__CRASHAT", "sent:0", "STEG:N")]
    public void A_bad_value_names_its_key_where_it_stands_and_what_is_accepted(string variable, string value, string accepted)
    {
        var problem = Assert.Single(Problems(development: true, (variable, value)));
        Assert.Contains(variable.Replace("__", ":", StringComparison.Ordinal), problem, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(variable, problem, StringComparison.Ordinal);
        Assert.Contains(accepted, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Theory, InlineData("http://127.0.0.1:5000/graph/v1.0", true), InlineData("http://graph.microsoft.com/v1.0", false)]
    public void Plain_http_is_for_the_machine_itself_in_development(string address, bool fine) =>
        Assert.Equal(fine, Problems(development: true, ("SKOLSYNK__GRAPH__BASEURL", address)).Count == 0);

    [Fact]
    public void A_process_is_never_told_to_kill_itself_in_production()
    {
        Assert.Contains("Skolsynk:CrashAt", Problems(development: false, ("SKOLSYNK__CRASHAT", "windowWritten")).Single(p => p.Contains("CrashAt", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(new CrashPoint(Skolsynk.Data.Step.WindowWritten, 3), Read(development: true, ("SKOLSYNK__CRASHAT", "windowWritten:3")).CrashAt);
        Assert.Null(Read(development: true).CrashAt);
    }

    [Fact]
    public void A_loopback_stand_in_for_Microsoft_is_refused_in_production() =>
        Assert.Equal(2, Problems(development: false, ("SKOLSYNK__GRAPH__BASEURL", "http://127.0.0.1:5000/v1.0")).Count);

    [Fact]
    public void A_fault_in_a_file_names_file_line_and_key()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "{\n  \"Skolsynk\": {\n    \"Database\": \"sqlite:a.db\",\n    \"Graph\": { \"BaseUrl\": \"nowhere\" }\n  }\n}");
            var problem = Assert.Single(Failure(() => new OptionsReader(Configured.Read(file, new Hashtable()), development: true).Read()));
            Assert.Contains($"Skolsynk:Graph:BaseUrl ({file}, rad 4)", problem, StringComparison.Ordinal);

            File.WriteAllText(file, "{\n  \"Skolsynk\": {\n    \"Database\" \"sqlite:a.db\" } }");
            Assert.Contains($"{file}, rad 3", Assert.Single(Failure(() => new OptionsReader(Configured.Read(file, new Hashtable()), development: true).Read())), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Environment_variables_stand_over_the_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{ "Skolsynk": { "Database": "sqlite:a.db", "Sync": { "IntervalSeconds": 600 } } }""");
            var options = new OptionsReader(Configured.Read(file, new Hashtable { ["SKOLSYNK__DATABASE"] = "sqlite:/b/c.db" }), development: true).Read();
            Assert.Equal((new DatabaseOptions.Sqlite("/b/c.db"), TimeSpan.FromMinutes(10)), (options.Database, options.Interval));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static SkolsynkOptions Read(bool development, params (string, string)[] variables)
    {
        var environment = new Hashtable();
        foreach (var (name, value) in variables)
            environment[name] = value;
        return new OptionsReader(Configured.Read(null, environment), development).Read();
    }

    private static IReadOnlyList<string> Problems(bool development, params (string, string)[] variables) => Failure(() => Read(development, variables));

    private static IReadOnlyList<string> Failure(Action read)
    {
        try
        {
            read();
            return [];
        }
        catch (SettingsException failure)
        {
            return failure.Problems;
        }
    }
}
