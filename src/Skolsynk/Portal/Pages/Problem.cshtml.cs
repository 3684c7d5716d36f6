using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages;

/// <summary>
/// <c>/problem/CODE</c>: why somebody cannot go on. Also what is shown in place of a page that is not there, or not for her, and of one
/// that broke.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed partial class ProblemModel(PortalTools tools) : PageModel
{
    private static readonly Problem NotThere = new("Sidan finns inte", "Sidan finns inte, eller så har du inte behörighet.", "", "");

    public Problem What { get; private set; } = NotThere;

    public string Code { get; private set; } = "";

    public bool IsSignIn => What != NotThere && SignInProblems.Of(Code, "") is not null;

    public string? Pass => What.Pass is { } text ? string.Format(CultureInfo.InvariantCulture, text, tools.Options.Public.GetLeftPart(UriPartial.Authority)) : null;

    public string Reference { get; } = Activity.Current?.TraceId.ToHexString()[..12] ?? $"{Guid.CreateVersion7():N}"[..12];

    public void OnGet(string code) => Show(code);

    public void OnPost(string code) => Show(code);

    private void Show(string code)
    {
        Code = code;
        What = SignInProblems.Of(code, tools.Options.Operator) ?? code switch
        {
            "broken" => Broken(),
            "400" => new("Formuläret gick inte att ta emot", "Sidan hade legat öppen för länge, eller så har du loggat in på nytt sedan den öppnades.", "Öppna sidan igen och fyll i på nytt.", "Inget har ändrats."),
            _ => NotThere,
        };
        if (What == NotThere && HttpContext.Response.StatusCode == 200)
            HttpContext.Response.StatusCode = 404;
    }

    private Problem Broken()
    {
        if (HttpContext.Features.Get<IExceptionHandlerFeature>() is { Error: { } fault })
            Failed(tools.Logs.CreateLogger<ProblemModel>(), Reference, fault);
        return new("Något gick fel", $"Något gick fel i Skolsynk. Inget har ändrats. Referens: {Reference}.", "Försök igen.", "");
    }

    [LoggerMessage(5001, LogLevel.Error, "A page broke, reference {Reference}")]
    private static partial void Failed(ILogger log, string reference, Exception fault);
}
