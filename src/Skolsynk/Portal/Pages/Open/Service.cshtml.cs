using System.Data.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Skolsynk.Portal.Pages.Open;

/// <summary><c>/status</c>: whether the service works; nothing of any municipality or supplier.</summary>
[AllowAnonymous]
internal sealed class ServiceModel(PortalTools tools) : PageModel
{
    public bool DatabaseAnswers { get; private set; }

    public DateTimeOffset At { get; private set; }

    public async Task OnGet(CancellationToken cancellation)
    {
        At = tools.Time.GetUtcNow();
        try
        {
            await tools.Database.Read(session => session.Now, cancellation);
            DatabaseAnswers = true;
        }
        catch (DbException)
        {
            // Which is what the page says.
        }
    }
}
