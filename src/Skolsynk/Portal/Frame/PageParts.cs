using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Skolsynk.Portal.Frame;

internal static class PageParts
{
    /// <summary>The errors of a page's form; the title and the summary tell of them.</summary>
    public static FormErrors Tells(this PageModel page, FormErrors errors)
    {
        page.ViewData["Errors"] = errors;
        return errors;
    }
}
