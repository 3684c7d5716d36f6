using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Setup;

/// <summary>Puts the steps around a page as long as they are not done.</summary>
internal static class SetupFrame
{
    public const string Key = "Steps";

    /// <summary>The steps; null: they are done, and the page stands by itself.</summary>
    public static async Task<SetupSteps?> InSteps(this PageModel page, PortalTools tools, SetupStep step)
    {
        var visit = page.HttpContext.Here();
        var steps = visit.Tenant is { } tenant
            ? await tools.Database.Read(session => SetupSteps.Load(session, tenant), page.HttpContext.RequestAborted)
            : SetupSteps.Before;
        // Who may only look has no steps to take.
        if (steps.IsDone || !visit.Is(Who.Administrators))
            return null;
        page.ViewData[Key] = steps.At(step);
        return steps;
    }

    /// <summary>Where a page leads on to when it is saved: the next step, or where it stands otherwise.</summary>
    public static async Task<string> GoesOn(this PageModel page, PortalTools tools, string otherwise)
    {
        var tenant = page.HttpContext.Here().Tenant!;
        var steps = await tools.Database.Read(session => SetupSteps.Load(session, tenant), page.HttpContext.RequestAborted);
        return steps.IsDone ? otherwise : steps.Address(steps.Next);
    }
}
