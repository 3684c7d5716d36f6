using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary>What is said of the group of protected persons: nothing, as long as it can be gone by.</summary>
internal static class ProtectedGroupLines
{
    /// <summary>Done, or partly when nobody new is taken in.</summary>
    public static async Task<int> Tell(Desk desk, Tenant tenant, CancellationToken cancellation)
    {
        if (tenant.ProtectedGroup is null)
            return Exit.Done;
        var state = await desk.Database.Read(session => ProtectedGroups.Load(session, new TenantId(tenant.Id)), cancellation);
        if (state is null or { Problem: GroupProblem.None })
            return Exit.Done;
        var text = GroupTexts.Of(state.Problem, state.Found);
        desk.Screen.Mark(Sign.Look, $"{tenant.Name}: {text.Title}. {text.What}");
        desk.Screen.Line($"  Att göra: {text.Do}");
        desk.Screen.Line($"  {text.Meanwhile} {Swedish.Count(state.Blocked, "ny person väntar", "nya personer väntar")}.");
        return Exit.Partly;
    }
}
