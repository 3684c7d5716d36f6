using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Schools;

/// <summary>Saves school unit codes together with the entry of the audit log that tells which changed.</summary>
internal static class CodeChanges
{
    /// <summary>Codes that another municipality has, with the name of a supplier; then nothing was saved. Empty: all are saved.</summary>
    public static IReadOnlyDictionary<string, string> SetCodes(this PageModel page, Session session, SchoolsView view, IReadOnlyDictionary<Guid, string?> wanted)
    {
        var tenant = page.HttpContext.Here().Id;
        var before = SchoolCodes.Load(session, tenant);
        var taken = TakenCodes.Save(session, tenant, wanted);
        var changed = wanted.Where(one => one.Value != before.GetValueOrDefault(one.Key)).Select(one => (Name: view.Names.GetValueOrDefault(one.Key, "okänd skola"), one.Key, one.Value))
            .OrderBy(one => one.Name, Frame.Text.Order).ToList();
        if (taken.Count > 0 || changed.Count == 0)
            return taken;
        page.Log(session, AuditEvent.CodesSaved, Frame.Text.Count(changed.Count, "skola", "skolor"),
            string.Join(", ", changed.Select(one => $"{one.Name}: {before.GetValueOrDefault(one.Key, "–")}")), string.Join(", ", changed.Select(one => $"{one.Name}: {one.Value ?? "–"}")));
        return taken;
    }
}
