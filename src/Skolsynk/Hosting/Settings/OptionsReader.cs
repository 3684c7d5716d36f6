using System.Globalization;
using Skolsynk.Portal;
using Skolsynk.Source;

namespace Skolsynk.Hosting.Settings;

/// <summary>Checks the configuration and makes the options of it; every problem is named, with its key and what is accepted.</summary>
internal sealed class OptionsReader(Configured configured, bool development)
{
    private static readonly string[] Keys =
    [
        "Skolsynk:Database", "Skolsynk:Address", "Skolsynk:Socket", "Skolsynk:Roles", "Skolsynk:Journal", "Skolsynk:JournalDays", "Skolsynk:Sync:IntervalSeconds",
        "Skolsynk:Graph:BaseUrl", "Skolsynk:Entra:Instance", "Skolsynk:Entra:ClientId", "Skolsynk:Entra:ClientSecret",
        "Skolsynk:Entra:Certificate", "Skolsynk:Entra:CertificatePassword", "Skolsynk:Entra:ManagedIdentity",
        "Skolsynk:KeyRing:Certificate", "Skolsynk:KeyRing:CertificatePassword", "Skolsynk:CrashAt",
        "Skolsynk:Portal:Address", "Skolsynk:Portal:PublicAddress", "Skolsynk:Portal:Operator", "Skolsynk:Portal:Register",
        "Skolsynk:Portal:Contact", "Skolsynk:Portal:AnswerDays", "Skolsynk:Portal:Region",
    ];

    private readonly List<string> problems = [.. configured.Problems];

    /// <summary>Development only when <c>DOTNET_ENVIRONMENT</c> or <c>ASPNETCORE_ENVIRONMENT</c> says so: the strict rules hold by default.</summary>
    public static bool IsDevelopment(Func<string, string?> variable) => string.Equals(
        variable("ASPNETCORE_ENVIRONMENT") ?? variable("DOTNET_ENVIRONMENT"), "Development", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SettingsException">Something cannot be used.</exception>
    public SkolsynkOptions Read()
    {
        foreach (var unknown in configured.All.Where(v => !Keys.Contains(v.Key, StringComparer.OrdinalIgnoreCase)))
            problems.Add($"{unknown.Key} ({unknown.Origin}) är ingen inställning. De som finns: {string.Join(", ", Keys)}.");
        var database = Database();
        var roles = Roles();
        var days = Whole("Skolsynk:JournalDays", 30, 3_660, 400);
        var options = new SkolsynkOptions
        {
            Development = development,
            Database = database,
            Graph = Graph(),
            Entra = Entra(),
            KeyRing = KeyRing(),
            Address = Listen("Skolsynk:Address", 8080),
            Socket = database is DatabaseOptions.Sqlite sqlite ? Socket(sqlite.Path) : null,
            Journal = Journal(database),
            JournalDays = days,
            Interval = TimeSpan.FromSeconds(Whole("Skolsynk:Sync:IntervalSeconds", development ? 5 : 300, 86_400, 3600)),
            Worker = roles.Contains("worker"),
            Portal = roles.Contains("web") ? Portal(days) : null,
            CrashAt = CrashAt(),
        };
        return problems.Count == 0 ? options : throw new SettingsException(problems);
    }

    private DatabaseOptions Database()
    {
        var given = configured.Find("Skolsynk:Database");
        var (kind, rest) = Split(given?.Value ?? "sqlite:skolsynk.db");
        if (kind == "sqlite" && rest.Length > 0)
            return new DatabaseOptions.Sqlite(Path.GetFullPath(rest));
        if (kind == "postgres" && IsConnectionString(rest))
            return new DatabaseOptions.Postgres(rest);
        Note(given!, $"börjar med ”{kind}:” och går inte att använda", "sqlite:SÖKVÄG eller postgres:ANSLUTNINGSSTRÄNG (Host=…;Database=…;Username=…)");
        return new DatabaseOptions.Sqlite("");
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new Npgsql.NpgsqlConnectionStringBuilder(text).Host?.Length > 0;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }

    private GraphOptions Graph()
    {
        var options = new GraphOptions();
        return Microsoft("Skolsynk:Graph:BaseUrl", options.BaseUrl) is { } address ? options with { BaseUrl = address } : options;
    }

    private EntraOptions? Entra()
    {
        var instance = Microsoft("Skolsynk:Entra:Instance", new Uri("https://login.microsoftonline.com"));
        var client = configured.Find("Skolsynk:Entra:ClientId");
        var credential = Credential();
        if (client is null && credential is null)
            return null;
        if (client is null || !Guid.TryParseExact(client.Value, "D", out _))
            Note(client ?? new("Skolsynk:Entra:ClientId", "", "saknas"), "är inget id", "appregistreringens id, 00000000-0000-0000-0000-000000000000");
        if (credential is null)
            problems.Add("Skolsynk:Entra:ClientId är satt, men inte hur appen loggar in. Sätt Skolsynk:Entra:Certificate, Skolsynk:Entra:ManagedIdentity eller Skolsynk:Entra:ClientSecret.");
        return instance is null || client is null || credential is null ? null : new EntraOptions(instance, client.Value, credential);
    }

    private EntraCredential? Credential()
    {
        if (configured.Find("Skolsynk:Entra:Certificate") is { } file)
            return Certificates.Load(file, configured.Find("Skolsynk:Entra:CertificatePassword")?.Value, problems) is { } certificate
                ? new EntraCredential.Certificate(certificate) : null;
        if (configured.Find("Skolsynk:Entra:ManagedIdentity") is { } identity)
            return new EntraCredential.ManagedIdentity(identity.Value is "" or "system" ? null : identity.Value);
        return configured.Find("Skolsynk:Entra:ClientSecret") is { Value.Length: > 0 } secret ? new EntraCredential.Secret(secret.Value) : null;
    }

    /// <summary>In Production Microsoft is Microsoft: its own host over https and no other.</summary>
    private Uri? Microsoft(string key, Uri real)
    {
        if (configured.Find(key) is not { } given)
            return real;
        var accepted = development ? $"{real} eller en adress på den egna datorn (http://127.0.0.1:…)" : $"{real} (annat bara i Development)";
        if (!Uri.TryCreate(given.Value.TrimEnd('/'), UriKind.Absolute, out var address) || Addresses.Problem(given.Value, development) is not null)
            Note(given, "går inte att använda", accepted);
        else if (address.Host != real.Host && !(development && address.IsLoopback))
            Note(given, "är inte Microsofts", accepted);
        else
            return address;
        return null;
    }

    private System.Security.Cryptography.X509Certificates.X509Certificate2? KeyRing()
    {
        if (configured.Find("Skolsynk:KeyRing:Certificate") is { } file)
            return Certificates.Load(file, configured.Find("Skolsynk:KeyRing:CertificatePassword")?.Value, problems);
        if (!development)
            problems.Add("Skolsynk:KeyRing:Certificate saknas: utan certifikat låg leverantörernas nycklar oskyddade i databasen. "
                + "Ange en PFX- eller PEM-fil med privat nyckel, eller kör i Development (DOTNET_ENVIRONMENT=Development).");
        return null;
    }

    private Uri Listen(string key, int port)
    {
        var fallback = new Uri($"http://127.0.0.1:{port}");
        if (configured.Find(key) is not { } given)
            return fallback;
        if (Uri.TryCreate(given.Value, UriKind.Absolute, out var address) && address is { Scheme: "http", AbsolutePath: "/" })
            return address;
        Note(given, "går inte att använda", $"http://VÄRD:PORT, till exempel http://127.0.0.1:{port} (TLS sköts av en omvänd proxy framför)");
        return fallback;
    }

    private PortalOptions Portal(int days)
    {
        var listen = Listen("Skolsynk:Portal:Address", 8081);
        var shown = listen;
        if (configured.Find("Skolsynk:Portal:PublicAddress") is { } given)
        {
            if (Uri.TryCreate(given.Value, UriKind.Absolute, out var address) && address.AbsolutePath == "/" && Addresses.Problem(given.Value, development) is null)
                shown = address;
            else
                Note(given, "går inte att använda", "https://VÄRD, så som webbläsare når portalen, till exempel https://microsoft.skolsynk.se");
        }
        return new(listen, shown, development, configured.Find("Skolsynk:Portal:Operator")?.Value is { Length: > 0 } name ? name : "Driftorganisationen")
        {
            Register = Microsoft("Skolsynk:Portal:Register", new Uri("https://api.skolverket.se/skolenhetsregistret")),
            JournalDays = days,
            Contact = Address("Skolsynk:Portal:Contact"),
            AnswerDays = Whole("Skolsynk:Portal:AnswerDays", 1, 60, 5),
            Region = configured.Find("Skolsynk:Portal:Region")?.Value is { Length: > 0 } region ? region : null,
        };
    }

    private string? Address(string key)
    {
        if (configured.Find(key) is not { } given)
            return null;
        if (System.Net.Mail.MailAddress.TryCreate(given.Value, out var address) && address.Address == given.Value)
            return given.Value;
        Note(given, "går inte att använda", "en e-postadress, till exempel skolsynk@driften.example");
        return null;
    }

    private string? Socket(string database)
    {
        var path = Path.GetFullPath(configured.Find("Skolsynk:Socket")?.Value is { Length: > 0 } given ? given : database + ".socket");
        const int longest = 100;
        if (System.Text.Encoding.UTF8.GetByteCount(path) > longest)
            problems.Add($"Skolsynk:Socket: sökvägen {path} är längre än {longest} tecken, mer än vad systemet tar. Ange en kortare, till exempel /run/skolsynk/skolsynk.socket.");
        return path;
    }

    /// <summary>Beside a SQLite file; several replicas have to be told which folder they share.</summary>
    private string? Journal(DatabaseOptions database)
    {
        if (configured.Find("Skolsynk:Journal")?.Value is { Length: > 0 } given)
            return Path.GetFullPath(given);
        if (database is DatabaseOptions.Sqlite sqlite)
            return sqlite.Path + ".erasures";
        if (!development)
            problems.Add("Skolsynk:Journal saknas: med PostgreSQL behövs en mapp utanför databasen för journalen över det som raderats. Utan den skulle en "
                + "återläst säkerhetskopia ta tillbaka raderade personer. Ange en mapp på en disk som alla processer når, till exempel /var/lib/skolsynk/erasures.");
        return null;
    }

    private int Whole(string key, int least, int most, int usual)
    {
        if (configured.Find(key) is not { } given)
            return usual;
        if (int.TryParse(given.Value, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Note(given, "går inte att använda", $"ett heltal {least}–{most}");
        return usual;
    }

    private string[] Roles()
    {
        string[] accepted = ["worker", "web"];
        if (configured.Find("Skolsynk:Roles") is not { } given)
            return accepted;
        var roles = given.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (roles.Length == 0 || roles.Except(accepted).Any())
            Note(given, "går inte att använda", "worker, web eller worker,web");
        return roles;
    }

    private CrashPoint? CrashAt()
    {
        if (configured.Find("Skolsynk:CrashAt") is not { } given)
            return null;
        if (!development)
            problems.Add($"Skolsynk:CrashAt ({given.Origin}) dödar processen mitt i arbetet, för prov. Det godtas bara i Development (DOTNET_ENVIRONMENT=Development).");
        else if (CrashPoint.Parse(given.Value) is { } point)
            return point;
        else
            Note(given, "går inte att använda", $"ett steg, eller STEG:N för den N:te gången ({CrashPoint.Accepted})");
        return null;
    }

    private void Note(ConfiguredValue given, string wrong, string accepted)
    {
        var value = given.Key is "Skolsynk:Database" || given.Value.Length == 0 ? "värdet" : $"”{given.Value}”";
        problems.Add($"{given.Key} ({given.Origin}): {value} {wrong}. Godtas: {accepted}.");
    }

    private static (string Kind, string Value) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ("", text) : (text[..colon], text[(colon + 1)..]);
    }
}
