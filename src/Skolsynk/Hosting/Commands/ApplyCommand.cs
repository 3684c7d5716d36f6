using Skolsynk.Data;
using Skolsynk.Hosting.Applying;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>apply FILE</c>: suppliers, tenants, codes and connections as one file says, the differences shown first.</summary>
internal static class ApplyCommand
{
    public static async Task<int> Run(Desk desk, string file, bool dryRun, bool yes, CancellationToken cancellation)
    {
        var secrets = desk.Installation.Secrets;
        // The key ring may write a new key to the database: not while our own transaction holds it.
        secrets.Seal(new TenantId(0), 0, "warm");
        var current = await desk.Database.Read(session => ApplyStore.Load(session, secrets), cancellation);
        if (Read(desk, file, current) is not { } wanted)
            return Exit.Failed;
        var plan = ApplyPlan.Between(current, wanted);
        Show(desk.Screen, plan);
        if (plan.Differences.Count == 0 || dryRun)
            return Exit.Done;
        if (!yes && desk.Screen.Ask("Gör ändringarna?") is not true)
        {
            desk.Screen.Line("Inget är ändrat. Lägg till --yes för att ändra utan fråga, --dry-run för att bara se.");
            return Exit.Failed;
        }
        await desk.Database.Write(session =>
        {
            var now = ApplyStore.Load(session, secrets);
            if (ApplyPlan.Between(current, now).Differences.Count > 0)
                throw new CommandFailedException("Någon annan ändrade samtidigt. Inget är ändrat; kör igen.");
            new ApplyWriter(session, secrets, current).Write(wanted);
            AppliedEntries.Add(session, plan);
        }, cancellation);
        if (plan.TouchesProtected)
            await Protected(desk, cancellation);
        Moved(desk.Screen, wanted);
        desk.Screen.Mark(Sign.Good, $"{Swedish.Count(plan.Differences.Count, "ändring gjord", "ändringar gjorda")}.");
        return Exit.Done;
    }

    /// <summary>What was erased leaves the files too; and if the marks were many, somebody has to look at them.</summary>
    private static async Task Protected(Desk desk, CancellationToken cancellation)
    {
        await desk.Database.Scrub(cancellation);
        foreach (var tenant in await desk.Tenants(cancellation))
        {
            var marked = await desk.Database.Read(session => ProtectedPersons.Load(session, new TenantId(tenant.Id)), cancellation);
            if (marked.Waiting.Count > 0)
                desk.Screen.Mark(Sign.Look, $"{tenant.Name}: {Swedish.Count(marked.Waiting.Count, "skyddad person", "skyddade personer")} är dolda och skickas inte, "
                    + $"men tas inte bort hos leverantörerna förrän du har bekräftat. Stämmer det? Lägg till ”approveProtected”: {marked.Waiting.Count} och kör igen.");
        }
    }

    /// <summary>Only the operator knows who receives at a new address; until he says it nothing goes there.</summary>
    private static void Moved(Screen screen, ApplyState wanted)
    {
        foreach (var supplier in wanted.Suppliers.Values)
        {
            foreach (var environment in supplier.Environments.Values.Where(one => one.MovedFrom is not null))
            {
                screen.Mark(Sign.Look, $"{supplier.Name} ({Words.Of(environment.Kind)}) har fått en ny adress, och inget skickas dit förrän du har sagt vem som tar emot där. Lägg till "
                    + "”receiver”: ”same” i miljön om det är samma mottagare som förut (den jämförs först), eller ”receiver”: ”new” om den är ny och tom (allt skickas), och kör igen.");
            }
        }
    }

    private static ApplyState? Read(Desk desk, string file, ApplyState current)
    {
        var path = desk.Path(file);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(File.Exists(path) ? $"Filen {path} går inte att läsa." : $"Filen {path} finns inte.");
        }
        var problems = new List<InputProblem>();
        var root = PlacedJson.Parse(bytes, problems);
        var rules = new ApplyRules(desk.Installation.Options.Development, desk.Variable, name => ReadKey(Path.GetFullPath(name, Path.GetDirectoryName(path)!)));
        var wanted = root is null ? null : new ApplyReader(current, rules, problems).Read(root);
        foreach (var problem in problems)
            desk.Screen.Bad(problem.In(file));
        if (problems.Count > 0)
            desk.Screen.Line($"{Swedish.Count(problems.Count, "fel", "fel")} i filen. Inget är ändrat.");
        return problems.Count == 0 ? wanted : null;
    }

    private static string? ReadKey(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Show(Screen screen, ApplyPlan plan)
    {
        if (plan.Differences.Count == 0)
            screen.Mark(Sign.Good, "Inga skillnader: allt är redan så som filen säger.");
        foreach (var thing in plan.Differences.GroupBy(d => d.Thing))
        {
            var itself = thing.FirstOrDefault(d => d.Name.Length == 0);
            screen.Line($"{(itself is null ? "~" : itself.Old.Count == 0 ? "+" : "-")} {thing.Key}{(itself is null ? "" : itself.Old.Count == 0 ? " (ny)" : " (tas bort)")}");
            foreach (var difference in thing.Where(d => d.Name.Length > 0))
                screen.Line($"    {difference.Name}: {Text(difference)}");
        }
    }

    /// <summary>“old → new”; of lists what comes and what goes.</summary>
    private static string Text(Difference difference)
    {
        var (old, now) = (difference.Old, difference.New);
        if (old.Count == 0)
            return Listed(now);
        if (old.Count == 1 && now.Count <= 1)
            return $"{old[0]} → {(now.Count == 0 ? "(inget)" : now[0])}";
        var (added, gone) = (now.Except(old).ToList(), old.Except(now).ToList());
        return $"{old.Count} → {now.Count} st"
            + (added.Count > 0 ? $", nya: {Listed(added)}" : "") + (gone.Count > 0 ? $", bort: {Listed(gone)}" : "");
    }

    private static string Listed(IReadOnlyList<string> values)
    {
        const int most = 5;
        return values.Count == 0 ? "(inget)"
            : string.Join(", ", values.Take(most)) + (values.Count > most ? $" och {values.Count - most} till" : "");
    }
}
