using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Source;
using Skolsynk.Suppliers;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY/agreement</c>: what the municipality says of its agreements.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class AgreementModel(PortalTools tools) : PageModel
{
    private const int LongestDiaryNumber = 60;

    public SupplierPage Here { get; private set; } = null!;

    public FormErrors Errors { get; } = new();

    public bool InSetup { get; private set; }

    public bool Processing { get; private set; }

    public bool Subscription { get; private set; }

    public string? Signed { get; private set; }

    public string? Diary { get; private set; }

    public string? Ends { get; private set; }

    public string? Said { get; private set; }

    public async Task<IActionResult> OnGet(string key, string? environment, string? said)
    {
        if (!await Load(key, environment))
            return NotFound();
        Said = Told.Of(said);
        if (Here.Agreement is { } known)
            (Processing, Subscription, Signed, Diary, Ends) = (known.Processing, known.Subscription, Written(known.SignedOn), known.DiaryNumber, Written(known.EndsOn));
        return Page();
    }

    public async Task<IActionResult> OnPost(
        string key, string? environment, string? processing, string? subscription, string? signed, string? diary, string? ends, CancellationToken cancellation)
    {
        if (!await Load(key, environment))
            return NotFound();
        (Processing, Subscription, Signed, Diary, Ends) = (processing is not null, subscription is not null, signed, diary?.Trim(), ends);
        var signedOn = Day("signed", signed);
        var endsOn = Day("ends", ends);
        if (InSetup && !Processing)
            Errors.Add("processing", $"Kryssa i att ni har ett avtal med {Here.Supplier.Name}, eller välj ”Vi har inget avtal än”.");
        if (Processing && signedOn is null && Errors.Of("signed") is null)
            Errors.Add("signed", "Ange avtalets datum.");
        if (endsOn is { } end && signedOn is { } begin && end < begin)
            Errors.Add("ends", "Avtalet kan inte sluta innan det börjar.");
        if (Diary?.Length > LongestDiaryNumber)
            Errors.Add("diary", $"Diarienumret får ha högst {LongestDiaryNumber} tecken.");
        if (Errors.Any)
        {
            this.Tells(Errors);
            return Page();
        }
        await tools.Database.Write(session =>
        {
            var before = Agreements.Load(session, HttpContext.Here().Id, Here.Supplier.Id);
            Agreements.Set(session, HttpContext.Here().Id, Here.Supplier.Id, row =>
                (row.Processing, row.Subscription, row.SignedOn, row.DiaryNumber, row.EndsOn) = (Processing, Subscription, signedOn, Diary is { Length: > 0 } text ? text : null, endsOn));
            this.Log(session, AuditEvent.AgreementSaved, Here.Supplier.Name, SettingWords.Of(before), SettingWords.Of(Agreements.Load(session, HttpContext.Here().Id, Here.Supplier.Id)));
        }, cancellation);
        if (InSetup && tools.Reader is { } reader)
            await new SchoolsReading(tools.Database, (tenant, stop) => reader.ReadSchools(new GraphTenant(tenant.EntraTenantId, ReadBudget.Unconfirmed), stop), $"{tools.Owner}/skolor")
                .RunOnce(HttpContext.Here().Tenant!, cancellation);
        return Redirect(await this.GoesOn(tools, Here.At("agreement") + (Here.Kind is EnvironmentKind.Test ? "&" : "?") + "said=agreement"));
    }

    private async Task<bool> Load(string key, string? environment)
    {
        if (await SupplierPage.Find(this, tools, key, environment) is not { View: not null } here)
            return false;
        Here = here;
        InSetup = await this.InSteps(tools, SetupStep.Supplier) is not null;
        return true;
    }

    private DateOnly? Day(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Errors.Add(field, "Skriv datumet som åååå-mm-dd.");
        return null;
    }

    private static string? Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
