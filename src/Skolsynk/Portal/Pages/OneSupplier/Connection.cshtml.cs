using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary>What a test call says, for people.</summary>
internal sealed record TestTold(bool IsGood, string Text);

/// <summary><c>/suppliers/KEY/connection</c>: the key, and a call that shows whether it is taken.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class ConnectionModel(PortalTools tools) : PageModel
{
    private const int LongestKey = 500;

    public SupplierPage Here { get; private set; } = null!;

    public FormErrors Errors { get; } = new();

    public bool InSetup { get; private set; }

    public string Next { get; private set; } = "/home";

    /// <summary>Null: nothing was tested.</summary>
    public TestTold? Result { get; private set; }

    /// <summary>The other environment that has the same key; null: none.</summary>
    public string? SameKey { get; private set; }

    public bool IsShared => Here.Supplier.Profile.Key is KeyScope.Shared;

    public async Task<IActionResult> OnGet(string key, string? environment) => await Load(key, environment) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(string key, string? environment, string? step, CancellationToken cancellation)
    {
        if (!await Load(key, environment))
            return NotFound();
        var details = Here.View!.Details;
        var typed = Request.Form["secret"].ToString().Trim();
        if (step == "save" && !IsShared && !await Save(details, typed, cancellation))
        {
            this.Tells(Errors);
            return Page();
        }
        await Load(key, environment);
        if (Here.View.Details.SealedKey is { } sealedKey)
            await Test(Here.View.Details, tools.Secrets.Open(details.Tenant, details.Id, sealedKey), cancellation);
        await Load(key, environment);
        return Page();
    }

    private async Task<bool> Save(ConnectionDetails details, string typed, CancellationToken cancellation)
    {
        if (typed.Length == 0)
            Errors.Add("secret", "Ange nyckeln som du har fått av leverantören.");
        else if (typed.Length > LongestKey || !Receiver.IsUsable(typed))
            Errors.Add("secret", $"Nyckeln har tecken som inte kan stå i en nyckel, eller är längre än {LongestKey} tecken. Kontrollera att du har kopierat rätt.");
        if (Errors.Any)
            return false;
        await tools.Database.Write(session =>
        {
            ConnectionSettings.SetKey(session, tools.Secrets, details.Tenant, details.Id, typed);
            this.Log(session, AuditEvent.KeySaved, Here.Title);
        }, cancellation);
        if (Here.Other is { Details: { SealedKey: { } other } twin } && tools.Secrets.Open(twin.Tenant, twin.Id, other) == typed)
            SameKey = Here.Other.EnvironmentName;
        return true;
    }

    private async Task Test(ConnectionDetails details, string? key, CancellationToken cancellation)
    {
        if (key is null)
        {
            Result = new(false, "Nyckeln går inte att öppna. Ange den på nytt.");
            return;
        }
        var result = await ConnectionTest.Run(details, key, tools.Options.Development, tools.Time, cancellation);
        Result = result.Answer switch
        {
            TestAnswer.Accepted when IsShared => new(true, $"Leverantören svarade och godtog den gemensamma nyckeln ({Text.Seconds(result.Time)}). Det visar inte att er organisation är upplagd hos {Here.Supplier.Name}. Inget skickades."),
            TestAnswer.Accepted => new(true, $"Leverantören svarade och godtog nyckeln ({Text.Seconds(result.Time)}). Inget skickades."),
            TestAnswer.KeyRefused => new(false, "Leverantören godtar inte nyckeln. Kontrollera att du har kopierat hela."),
            TestAnswer.NoAnswer => new(false, $"Leverantören svarar inte på {details.Environment.BaseUrl}. Försök igen om en stund."),
            _ => new(false, $"{details.Environment.BaseUrl} svarade, men inte som en mottagare. Kontakta {tools.Options.Operator}."),
        };
        await tools.Database.Write(session =>
        {
            if (result.Answer is TestAnswer.Accepted)
                ConnectionSettings.KeyAccepted(session, details.Tenant, details.Id);
            this.Log(session, AuditEvent.ConnectionTested, Here.Title, after: result.Answer is TestAnswer.Accepted ? "godtagen" : "inte godtagen");
        }, cancellation);
    }

    private async Task<bool> Load(string key, string? environment)
    {
        if (await SupplierPage.Find(this, tools, key, environment) is not { View: not null } here)
            return false;
        Here = here;
        InSetup = await this.InSteps(tools, SetupStep.Test) is not null;
        Next = await this.GoesOn(tools, Here.At());
        return true;
    }
}
