using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.Reports;

/// <summary><c>/reports</c>: the way to all reports.</summary>
[Rights(Who.Everyone)]
internal sealed class IndexModel : PageModel;
