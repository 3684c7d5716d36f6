using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Help;

namespace Skolsynk.Portal.Pages.Open;

/// <summary><c>/help/TOPIC</c>, and all topics at <c>/help</c>.</summary>
[AllowAnonymous]
internal sealed class HelpModel : PageModel
{
    /// <summary>Null: all are listed.</summary>
    public HelpTopic? Topic { get; private set; }

    public IActionResult OnGet(string? topic)
    {
        Topic = HelpTopics.All.FirstOrDefault(one => one.Slug == topic);
        return topic is not null && Topic is null ? NotFound() : Page();
    }
}
