using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Skolsynk.Portal.Pages.Open;

/// <summary><c>/accessibility</c>: the accessibility statement.</summary>
[AllowAnonymous]
internal sealed class AccessibilityModel : PageModel
{
    /// <summary>When it was last gone through whether this is so.</summary>
    public const string Assessed = "2026-11-25";

    /// <summary>What is known to be missing, whom it touches, and what is done about it.</summary>
    public static readonly IReadOnlyList<string> Missing =
    [
        "Sidorna är inte provade med skärmläsare av någon som använder en till vardags. Det kan påverka den som läser med skärmläsare. Provas innan den första huvudmannen startar i Skarp.",
        "Utskrifter är inte taggade som tillgängliga dokument. Det kan påverka den som läser en sparad pdf-fil. Samma uppgifter finns på sidan.",
    ];
}
