using Skolsynk.Data;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Serving;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Demo;

/// <summary>The demonstration from the first reading to the last table, and what comes after when it stays up.</summary>
internal sealed class DemoStory(Desk desk, SandboxProcess sandbox, SandboxSetup setup, DemoOptions demo)
{
    private static readonly string[] Faults = ["missing", "surplus", "different"];

    private Screen Screen => desk.Screen;

    public async Task<int> Run(string applyFile, string settingsFile, CancellationToken cancellation)
    {
        Screen.Heading("1. Kommun och leverantörer läggs upp");
        Screen.Line($"skolsynk apply {applyFile} --yes");
        var worst = await ApplyCommand.Run(Quiet(), applyFile, dryRun: false, yes: true, cancellation);
        var tenants = await desk.Tenants(cancellation);
        if (worst != Exit.Done)
            return worst;
        Screen.Mark(Sign.Good, $"{string.Join(", ", tenants.Select(t => t.Name))} är ansluten till {string.Join(" och ", (await Connections(tenants, cancellation)).Select(c => c.Supplier.Name).Distinct())}.");
        foreach (var one in (await Connections(tenants, cancellation)).Where(c => c.NeedsConfirmation))
        {
            Screen.Line($"skolsynk suppliers confirm --tenant {one.TenantKey} --supplier {one.Supplier.Key}");
            await ConfirmCommand.Run(Quiet(), one.TenantKey, one.Supplier.Key, cancellation);
        }
        foreach (var tenant in tenants.Where(t => t.MadeUpCodes))
            Screen.Mark(Sign.Look, $"{tenant.Name}: skolenhetskoderna är påhittade, eftersom codes.csv saknas. Det går bara i Development.");

        Screen.Heading("2. Kommunen läses och levereras");
        foreach (var tenant in tenants)
            worst = SyncCommand.Worst(worst, Reading.Tell(Screen, tenant, await Reading.Run(desk, tenant, cancellation)));
        await new Delivering(desk).Run(_ => true, cancellation);
        foreach (var tenant in tenants)
            await ShowRead(tenant, cancellation);
        worst = SyncCommand.Worst(worst, await ShowDelivered(tenants, cancellation));
        worst = SyncCommand.Worst(worst, await Compare(tenants, cancellation));
        WhereToLook(tenants, settingsFile);
        if (!demo.Once && worst != Exit.Failed)
            await StayUp(tenants, cancellation);
        return worst;
    }

    /// <summary>The first apply would fill the screen with what is new; only faults are shown.</summary>
    private Desk Quiet() => desk with { Screen = new FaultsOnly(Screen) };

    private Task<List<ConnectionDetails>> Connections(IReadOnlyList<Tenant> tenants, CancellationToken cancellation) =>
        desk.Database.Read(session => tenants.SelectMany(t => ConnectionStore.OfTenant(session, new TenantId(t.Id))).ToList(), cancellation);

    private async Task ShowRead(Tenant tenant, CancellationToken cancellation)
    {
        var roster = (await desk.Database.Read(session => RosterStore.Load(new TenantId(tenant.Id), session), cancellation)).Roster;
        int Persons(PersonRole role) => roster.Persons.Count(p => p.Role == role);
        var codes = tenant.MadeUpCodes ? " (påhittade skolenhetskoder)" : "";
        Screen.Table(new TextTable($"Läst ur Microsoft 365: {tenant.Name}", "Vad", "Antal ")
            .Add($"Skolor{codes}", Swedish.Number(roster.Schools.Count))
            .Add("Elever", Swedish.Number(Persons(PersonRole.Student)))
            .Add("Lärare", Swedish.Number(Persons(PersonRole.Teacher)))
            .Add("Övriga (skickas inte)", Swedish.Number(Persons(PersonRole.Other)))
            .Add("Grupper", Swedish.Number(roster.Groups.Count))
            .Add("Medlemskap", Swedish.Number(roster.Groups.Sum(g => (long)g.Members.Count))));
    }

    private async Task<int> ShowDelivered(IReadOnlyList<Tenant> tenants, CancellationToken cancellation)
    {
        var connections = await Connections(tenants, cancellation);
        var standings = await desk.Database.Read(session => connections.Select(c => Standing.Of(session, c)).ToList(), cancellation);
        ConnectionTables.Show(Screen, standings, desk.Installation.Time);
        ConnectionTables.ShowNotSent(Screen, standings);
        return ConnectionTables.ExitOf(standings);
    }

    /// <summary>The sandbox has worked out by itself, from its own municipality, what each supplier must hold.</summary>
    private async Task<int> Compare(IReadOnlyList<Tenant> tenants, CancellationToken cancellation)
    {
        var table = new TextTable("Stämmer det? Sandlådans egen uträkning mot vad leverantören har", "Leverantör", "Ska finnas ", "Finns ", "Saknas ", "För mycket ", "Olika ", "");
        var same = true;
        foreach (var supplier in (await Connections(tenants, cancellation)).Select(c => c.Supplier).DistinctBy(s => s.Id))
        {
            var found = await setup.Comparison(supplier.Key, cancellation);
            string Count(string name) => Swedish.Number(found[name]?.GetValue<int>() ?? 0);
            var fits = Faults.All(name => found[name]?.GetValue<int>() == 0);
            same &= fits;
            table.Add(supplier.Name, Count("expected"), Count("held"), Count("missing"), Count("surplus"), Count("different"), fits ? "✓ stämmer" : "✗ stämmer inte");
        }
        Screen.Table(table);
        return same ? Exit.Done : Exit.Failed;
    }

    private void WhereToLook(IReadOnlyList<Tenant> tenants, string settingsFile)
    {
        var key = tenants.Count > 0 ? tenants[0].Key : "KOMMUN";
        var table = new TextTable("Att titta på", "Vad", "Var");
        if (!demo.Once)
        {
            table.Add("Portalen: logga in som global administratör", $"{desk.Installation.Options.Portal?.Public}");
            table.Add("Kommunen: flytta en elev, ta bort en skola, slå på fel", $"{sandbox.Address}");
            table.Add("Leverantörernas inkorgar", new Uri(sandbox.Address, "/suppliers").ToString());
            table.Add("Hälsa", new Uri(desk.Installation.Options.Address, "/health").ToString());
        }
        table.Add("Databasen", Path.GetRelativePath(Environment.CurrentDirectory, desk.Installation.Options.Database is Settings.DatabaseOptions.Sqlite sqlite ? sqlite.Path : ""));
        table.Add("Inställningarna", settingsFile);
        table.Add("Läget", "./skolsynk status");
        table.Add("Vad Alfa får, som Excel", $"./skolsynk export --tenant {key} --supplier alfa --to alfa.xlsx");
        Screen.Table(table);
    }

    private async Task StayUp(IReadOnlyList<Tenant> tenants, CancellationToken cancellation)
    {
        var lanes = Server.NewLanes(desk.Installation);
        var follower = new ChangeFollower(desk, tenants);
        lanes.Passed += follower.Passed;
        await using var server = await Server.Start(desk.Installation, lanes, cancellation);
        Screen.Heading("Kör vidare");
        Screen.Line($"Kommunen läses var {desk.Installation.Options.Interval.TotalSeconds:0}:e sekund. Det som ändras i sandlådan når leverantörerna och syns här. Avsluta med Ctrl-C.");
        await follower.Run(cancellation);
        Screen.Line("Avslutar …");
    }

    private sealed class FaultsOnly(Screen inner) : Screen
    {
        public override void Line(string text = "")
        {
            // What is new, and that it was written, is no news here.
        }

        public override void Heading(string text) => inner.Heading(text);

        public override void Mark(Sign sign, string text)
        {
            if (sign is Sign.Bad)
                inner.Mark(sign, text);
        }

        public override void Table(TextTable table) => inner.Table(table);

        public override Task<T> Follow<T>(string title, Func<Advance?> state, Func<Task<T>> work) => inner.Follow(title, state, work);
    }
}
