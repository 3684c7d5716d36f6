using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/</c>: what the service is, and the way in.</summary>
[AllowAnonymous]
internal sealed class IndexModel(PortalTools tools) : PageModel
{
    /// <summary>Why somebody who was signed in is here; null: she was not.</summary>
    public Problem? Why { get; private set; }

    public string? Back { get; private set; }

    public IActionResult OnGet(string? why, string? back)
    {
        if (HttpContext.Visit() is not null)
            return Redirect("/home");
        Why = why is SignInProblems.SignedOutIdle ? SignInProblems.Of(why, tools.Options.Operator) : null;
        Back = PortalSite.Local(back);
        return Page();
    }
}
