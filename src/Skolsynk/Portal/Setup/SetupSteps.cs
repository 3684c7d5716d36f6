using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Setup;

/// <summary>The nine steps of a municipality that begins; the numbers are what she reads.</summary>
internal enum SetupStep
{
    Consent = 1,
    Verify = 2,
    Organisation = 3,
    Supplier = 4,
    Schools = 5,
    Protected = 6,
    FirstRead = 7,
    Test = 8,
    Start = 9,
}

/// <summary>How far a municipality has come in its steps, worked out from what is there, so that it can be left and taken up anywhere.</summary>
/// <param name="Done">Steps that are done.</param>
/// <param name="Supplier">Key of the supplier that she began with; null: none.</param>
internal sealed record SetupSteps(IReadOnlySet<SetupStep> Done, string? Supplier)
{
    /// <summary>The first steps, before there is a municipality.</summary>
    public static readonly SetupSteps Before = new(new HashSet<SetupStep>(), null);

    /// <summary>The step whose page this is.</summary>
    public SetupStep Current { get; private init; }

    /// <summary>Something is started: the steps are behind her.</summary>
    public bool IsDone => Done.Contains(SetupStep.Start);

    /// <summary>The first that is not done.</summary>
    public SetupStep Next => Enum.GetValues<SetupStep>().FirstOrDefault(step => !Done.Contains(step), SetupStep.Start);

    public SetupSteps At(SetupStep step) => this with { Current = step };

    public static string Title(SetupStep step) => step switch
    {
        SetupStep.Consent => "Godkänn behörigheter",
        SetupStep.Verify => "Kontrollerar behörigheter",
        SetupStep.Organisation => "Er organisation",
        SetupStep.Supplier => "Välj leverantör och avtal",
        SetupStep.Schools => "Skolenhetskoder",
        SetupStep.Protected => "Skyddade personuppgifter",
        SetupStep.FirstRead => "Första läsningen",
        SetupStep.Test => "Testa",
        _ => "Förhandsvisa och starta",
    };

    /// <summary>The page of a step. A page that is also there afterwards is the same page.</summary>
    public string Address(SetupStep step) => step switch
    {
        SetupStep.Consent => "/setup/consent",
        SetupStep.Verify => "/setup/verify",
        SetupStep.Organisation => "/setup/organisation",
        SetupStep.Supplier => Supplier is null ? "/suppliers" : $"/suppliers/{Supplier}/agreement",
        SetupStep.Schools => "/schools",
        SetupStep.Protected => "/setup/protected",
        SetupStep.FirstRead => "/setup/first-read",
        SetupStep.Test => Supplier is null ? "/suppliers" : $"/suppliers/{Supplier}/connection",
        _ => Supplier is null ? "/suppliers" : Done.Contains(SetupStep.FirstRead) ? $"/suppliers/{Supplier}/scope" : "/setup/first-read",
    };

    public static SetupSteps Load(Session session, Tenant tenant)
    {
        var id = new TenantId(tenant.Id);
        using var context = session.Context(id);
        var setup = context.Set<TenantSetup>().AsNoTracking().FirstOrDefault();
        var starts = context.Set<ConnectionStart>().AsNoTracking().ToList();
        var connections = ConnectionStore.OfTenant(session, id);
        var agreed = context.Set<Agreement>().AsNoTracking().Where(one => one.Processing).Select(one => one.SupplierId).ToHashSet();
        var first = connections.FirstOrDefault(one => agreed.Contains(one.Supplier.Id)) ?? (connections.Count > 0 ? connections[0] : null);
        var done = new HashSet<SetupStep> { SetupStep.Consent, SetupStep.Verify };
        void If(bool isDone, SetupStep step)
        {
            if (isDone)
                done.Add(step);
        }
        If(setup is null or { Named: true }, SetupStep.Organisation);
        If(first is not null && agreed.Contains(first.Supplier.Id), SetupStep.Supplier);
        If(context.Set<SchoolCode>().Any(), SetupStep.Schools);
        If(setup is null or { Protected: not ProtectedAnswer.None } || tenant.ProtectedGroup is not null || ProtectedPersons.Load(session, id).All.Count > 0, SetupStep.Protected);
        If(tenant.Active && SyncRuns.Latest(id, session, 20).Any(run => run.Outcome < SyncOutcome.Failed), SetupStep.FirstRead);
        If(first is not null && starts.Exists(one => one.ConnectionId == first.Id && one.KeyAcceptedAt is not null), SetupStep.Test);
        If(connections.Any(one => starts.All(start => start.ConnectionId != one.Id) || starts.Exists(start => start.ConnectionId == one.Id && start.StartedAt is not null)), SetupStep.Start);
        return new(done, first?.Supplier.Key);
    }
}
