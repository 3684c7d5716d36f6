using Skolsynk.Data;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Home;
using Skolsynk.Portal.SignIn;
using Skolsynk.Retention;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Protection;

/// <summary>What waits about protected persons; counts, and only for whoever may know that there are any.</summary>
internal static class ProtectionTasks
{
    public static IEnumerable<WaitingTask> Of(Session session, Visit visit)
    {
        if (visit.MayHandleProtected)
        {
            if (ProtectedPersons.Load(session, visit.Id).WaitingPersons is > 0 and var waiting)
            {
                yield return new("shield", "red", $"{Text.Count(waiting, "person", "personer")} har fått skydd. De visas och skickas inte längre. Bekräfta att de ska tas bort hos leverantörerna.",
                    ("/settings/protected", "Bekräfta"));
            }
            foreach (var mark in LateMarks.All(session, visit.Id).Where(one => !one.IsDone))
                yield return new("shield", mark.IsConfirmed ? "yellow" : "red", TextOf(mark), ($"/settings/protected/record/{mark.Id:N}", "Visa"));
        }
        if (visit.Is(Who.Administrators) && TermHasBegun(session, visit.Id))
            yield return new("shield", "yellow", "Ny termin: har ni elever eller lärare med skyddade personuppgifter?", ("/setup/protected", "Svara"));
    }

    private static string TextOf(LateMark mark) => mark.IsConfirmed
        ? "Underlag för er incidentbedömning finns. Spara det i ert skyddade diarium och stäng det."
        : $"Skydd satt {Text.Clock(mark.At)}: borttagen hos {mark.Parts.Count(part => part.ConfirmedAt is not null)} av {Text.Count(mark.Parts.Count, "leverantör", "leverantörer")}.";

    /// <summary>The question was last answered in an earlier term; the answer stands meanwhile. Terms begin on 1 January and 1 July.</summary>
    private static bool TermHasBegun(Session session, TenantId tenant)
    {
        if (TenantSetups.Load(session, tenant) is not { ProtectedAt: { } at })
            return false;
        var (then, now) = (Text.Local(at), Text.Local(session.Now));
        return (now.Year, now.Month > 6) != (then.Year, then.Month > 6);
    }
}
