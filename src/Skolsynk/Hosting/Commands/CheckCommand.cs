using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;
using Skolsynk.Source;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>check</c>: goes through everything that must be right, a line each with what is wrong and what to do.</summary>
internal sealed class CheckCommand(Desk desk)
{
    private static readonly string[] Needed = ["EduRoster.Read.All", "Member.Read.Hidden"];
    private int bad;

    public static async Task<int> Run(Desk desk, CancellationToken cancellation)
    {
        var check = new CheckCommand(desk);
        check.Options();
        if (!await check.Database(cancellation) || !await check.Journal(cancellation))
            return Exit.Failed;
        check.KeyRing();
        foreach (var tenant in (await desk.Tenants(cancellation)).Where(t => t.Active))
            await check.Tenant(tenant, cancellation);
        desk.Screen.Line();
        desk.Screen.Line(check.bad == 0 ? "Allt är som det ska." : $"{Swedish.Count(check.bad, "sak", "saker")} att åtgärda.");
        return check.bad == 0 ? Exit.Done : Exit.Failed;
    }

    private void Options()
    {
        var options = desk.Installation.Options;
        Good($"Inställningarna går att använda ({(options.Development ? "Development" : "Production")}).");
        if (options.Entra is null)
            Bad("Ingen appregistrering är angiven: inget kan läsas. Sätt Skolsynk:Entra:ClientId och Skolsynk:Entra:Certificate (eller ManagedIdentity).");
        else if (options.Portal is { } portal)
            Look($"Appregistreringen ska ha omdirigeringsadresserna {string.Join(" och ", portal.RedirectAddresses)}, och groupMembershipClaims DirectoryRole (docs/app-registration.json).");
    }

    private async Task<bool> Database(CancellationToken cancellation)
    {
        var name = desk.Installation.Options.Database is DatabaseOptions.Sqlite sqlite ? $"SQLite, {sqlite.Path}" : "PostgreSQL";
        try
        {
            var pending = await desk.Database.PendingMigrations(cancellation);
            if (pending.Count == 0)
                Good($"Databasen svarar och är i den här versionen ({name}).");
            else
                Bad($"Databasen ({name}) är äldre än programmet. Ta en säkerhetskopia och kör ”skolsynk migrate”.");
            return pending.Count == 0;
        }
        catch (System.Data.Common.DbException failure)
        {
            Bad($"Databasen ({name}) svarar inte: {failure.Message} Kontrollera Skolsynk:Database och att databasen är igång.");
            return false;
        }
    }

    private async Task<bool> Journal(CancellationToken cancellation)
    {
        if (desk.Database.Journal is not { } journal)
        {
            Look("Ingen journal över raderingar (Development): en återläst säkerhetskopia skulle ta tillbaka raderade personer.");
            return true;
        }
        try
        {
            var problem = JournalGate.Problem(await JournalGate.Look(desk.Installation, journal, cancellation), journal);
            if (problem is null)
                Good($"Journalen över raderingar finns och är i takt med databasen ({journal.Folder}).");
            else
                Bad(problem);
            return problem is null;
        }
        catch (CommandFailedException unreadable)
        {
            Bad(unreadable.Message);
            return false;
        }
    }

    private void KeyRing()
    {
        try
        {
            var secrets = desk.Installation.Secrets;
            var opened = secrets.Open(new TenantId(0), 0, secrets.Seal(new TenantId(0), 0, "prov"));
            var wrapped = desk.Installation.Options.KeyRing is { } certificate ? $"skyddad av certifikatet som går ut {certificate.NotAfter:yyyy-MM-dd}" : "oskyddad (Development)";
            if (opened == "prov")
                Good($"Nyckelringen fungerar, {wrapped}.");
            else
                Bad("Nyckelringen går inte att använda. Är Skolsynk:KeyRing:Certificate samma som när nycklarna skapades?");
        }
        catch (Exception failure) when (failure is System.Security.Cryptography.CryptographicException or InvalidOperationException)
        {
            Bad("Nyckelringen går inte att öppna. Ange samma Skolsynk:KeyRing:Certificate som när den skapades.");
        }
    }

    private async Task Tenant(Tenant tenant, CancellationToken cancellation)
    {
        desk.Screen.Heading(tenant.Name);
        if (desk.Installation.Tokens is { } tokens)
            await Source(tokens, tenant, cancellation);
        var connections = await desk.Database.Read(session => ConnectionStore.OfTenant(session, new TenantId(tenant.Id)), cancellation);
        await Audit(new(tenant.Id), cancellation);
        if (connections.Count == 0)
            Look("Ingen anslutning: inget skickas. Lägg upp en med ”skolsynk apply FIL”.");
        foreach (var connection in connections)
            await Connection(connection, cancellation);
    }

    private async Task Audit(TenantId tenant, CancellationToken cancellation)
    {
        var chain = await desk.Database.Read(session => AuditLog.Check(session, tenant), cancellation);
        if (chain.Broken is { } broken)
            Bad($"Händelseloggen är ändrad utanför Skolsynk: händelse {broken} stämmer inte. Ta reda på vem som har skrivit i databasen, och jämför med en säkerhetskopia.");
        else
            Good($"Händelseloggen är hel: {Swedish.Count(chain.Entries, "händelse", "händelser")}, kontrollsumma {chain.Sum[..16]}.");
    }

    private async Task Source(GraphTokens tokens, Tenant tenant, CancellationToken cancellation)
    {
        if (await tokens.Get(tenant.EntraTenantId, renew: true, cancellation) is not TokenOutcome.Granted granted)
        {
            var failure = (await tokens.Get(tenant.EntraTenantId, renew: false, cancellation) as TokenOutcome.Refused)?.Failure;
            var text = failure is null ? FailureTexts.Broken : FailureTexts.Of(failure.Kind);
            Bad($"Skolsynk får inte logga in hos Microsoft Entra. {text.What} {ToDo(failure?.Kind) ?? text.Do}{(failure?.Code is { } code ? $" ({code})" : "")}");
            return;
        }
        string[] needed = tenant.ProtectedGroup is null ? Needed : [.. Needed, "GroupMember.Read.All"];
        var missing = needed.Except(granted.Roles).ToList();
        if (missing.Count > 0)
            Bad($"Behörighet saknas: {string.Join(", ", missing)}. Godkänn på nytt som global administratör i kommunens Entra.");
        else
            Good("Skolsynk får logga in hos Microsoft Entra, och behörigheterna är godkända.");
        if (granted.Roles.Except([.. Needed, "GroupMember.Read.All"]).ToList() is { Count: > 0 } more)
            Look($"Appen har behörigheter som Skolsynk inte behöver: {string.Join(", ", more)}. Ta bort dem ur appregistreringen.");
        await Schools(tenant, cancellation);
        if (tenant.ProtectedGroup is { } group)
            await Group(tenant, group, cancellation);
    }

    private async Task Group(Tenant tenant, string group, CancellationToken cancellation)
    {
        var graph = new GraphTenant(tenant.EntraTenantId, ReadBudget.Unconfirmed);
        if (await desk.Installation.Reader!.Members(graph, group, cancellation) is GroupOutcome.Whole whole)
            Good($"Gruppen med skyddade personer går att läsa: {Swedish.Count(whole.Members.Count, "person", "personer")}.");
        else
            Bad($"Gruppen med skyddade personer går inte att läsa. Kontrollera att id:t {group} stämmer och att GroupMember.Read.All är godkänd. Så länge tas inga nya personer in.");
    }

    /// <summary>What whoever runs the service can do where the municipality cannot do anything; null: both do the same.</summary>
    private static string? ToDo(FailureKind? kind) => kind switch
    {
        FailureKind.Unreachable => "Kontrollera nätverket, brandväggen och Skolsynk:Entra:Instance.",
        FailureKind.OwnCredentialWrong => "Kontrollera att certifikatet eller hemligheten i Skolsynk:Entra finns i appregistreringen och inte har gått ut.",
        _ => null,
    };

    /// <summary>A question about a school that does not exist: any answer but 404 says what is wrong with the way to Graph.</summary>
    private async Task Schools(Tenant tenant, CancellationToken cancellation)
    {
        var question = new Question(QuestionKind.School, $"{Guid.Empty}");
        var graph = new GraphTenant(tenant.EntraTenantId, ReadBudget.Unconfirmed);
        switch (await desk.Installation.Reader!.Ask(graph, [question], cancellation))
        {
            case AskOutcome.Answered answered when answered.Answers[question] is Answer.NotProven { Status: var status } && status != 404:
                Bad($"Microsoft Graph svarar inte på frågor om skolor (HTTP {status}).");
                break;
            case AskOutcome.Failed failed:
                var text = FailureTexts.Of(failed.Failure.Kind);
                Bad($"Microsoft Graph: {text.What} {text.Do}");
                break;
            default:
                Good("Microsoft Graph svarar på frågor om skolor.");
                break;
        }
    }

    private async Task Connection(ConnectionDetails connection, CancellationToken cancellation)
    {
        var name = $"{connection.Supplier.Name} ({Words.Of(connection.Environment.Kind)})";
        if (connection.SealedKey is null)
            Bad($"{name}: nyckel saknas. Ange den med keyFile eller keyEnv i apply-filen.");
        else if (desk.Installation.Secrets.Open(connection.Tenant, connection.Id, connection.SealedKey) is null)
            Bad($"{name}: nyckeln går inte att öppna med den här nyckelringen. Ange nyckeln på nytt med apply.");
        else
            Good($"{name}: nyckeln finns och går att öppna.");
        await Address(name, connection, cancellation);
        if (connection.Scope.SchoolUnitCodes.Count == 0)
            Bad($"{name}: ingen skola har en skolenhetskod, så inget skickas. Ange koder med apply; ”skolsynk status --tenant {connection.TenantKey} --schools” visar skolorna.");
    }

    private async Task Address(string name, ConnectionDetails connection, CancellationToken cancellation)
    {
        var profile = connection.Supplier.Profile;
        using var http = new HttpClient(SupplierHandlers.Create(profile, desk.Installation.Options.Development)) { Timeout = TimeSpan.FromSeconds(20) };
        if (profile.Http2)
            (http.DefaultRequestVersion, http.DefaultVersionPolicy) = (new Version(2, 0), HttpVersionPolicy.RequestVersionExact);
        try
        {
            using var answer = await http.GetAsync(new Uri(connection.Environment.BaseUrl), HttpCompletionOption.ResponseHeadersRead, cancellation);
            Good($"{name}: adressen svarar (HTTP {(int)answer.StatusCode}){(profile.ServerKeyPin is null ? "" : ", och serverns nyckel är den väntade")}.");
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.SecureConnectionError)
        {
            Bad($"{name}: krypteringen går inte att lita på{(profile.ServerKeyPin is null ? " (fel eller utgånget certifikat)" : ": serverns nyckel är inte den som profilen anger (serverKeyPin)")}. Fråga leverantören.");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            var why = failure is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } ? "namnet går inte att slå upp" : "ingen svarar";
            Bad($"{name}: {connection.Environment.BaseUrl} – {why}. Kontrollera adressen hos leverantören, och att brandväggen släpper ut.");
        }
    }

    private void Good(string text) => desk.Screen.Mark(Sign.Good, text);

    private void Look(string text) => desk.Screen.Mark(Sign.Look, text);

    private void Bad(string text)
    {
        bad++;
        desk.Screen.Bad(text);
    }
}
