using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Skolsynk.Portal.Pages.Open;

/// <summary><c>/privacy</c>: how personal data are handled.</summary>
[AllowAnonymous]
internal sealed class PrivacyModel : PageModel;
