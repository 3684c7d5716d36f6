using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;
using Skolsynk.Source;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary><c>/settings/access</c>: who works with the municipality, as what.</summary>
[Rights(Who.GlobalAdministrator, Who.GlobalAdministrator)]
internal sealed class AccessModel(PortalTools tools) : PageModel
{
    public FormErrors Errors { get; } = new();

    public string? Said { get; private set; }

    public IReadOnlyList<Account> Accounts { get; private set; } = [];

    /// <summary>The address that is looked for, as it is typed; stands in no address of the portal.</summary>
    public string Address { get; private set; } = "";

    public IReadOnlyList<Account> Found { get; private set; } = [];

    public Task OnGet(string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        return Load(cancellation);
    }

    public async Task<IActionResult> OnPostSearch(string? address, CancellationToken cancellation)
    {
        await Load(cancellation);
        await Search(address, cancellation);
        return Shown();
    }

    /// <summary>Looks once more for the account: what a form says of somebody is not believed.</summary>
    public async Task<IActionResult> OnPostGive(string? address, string? account, string? role, CancellationToken cancellation)
    {
        await Load(cancellation);
        await Search(address, cancellation);
        var given = role switch { "administrator" => Role.Administrator, "insight" => Role.Insight, _ => Role.None };
        var chosen = Found.FirstOrDefault(one => $"{one.Id:N}" == account);
        if (!Errors.Any && chosen is null)
            Errors.Add("address", "Sök kontot igen och välj det i listan.");
        else if (!Errors.Any && given is Role.None)
            Errors.Add("role-administrator", "Välj en roll.");
        if (Errors.Any)
            return Shown();
        await tools.Database.Write(session =>
        {
            var before = AccountBook.Find(session, Here.Id, chosen!.Id)?.Role ?? Role.None;
            AccountBook.Give(session, Here.Id, chosen, given, Here.Visitor.ObjectId);
            this.Log(session, AuditEvent.RoleGiven, Concerning.Account(chosen.Id), RoleWords.Of(before), RoleWords.Of(given));
        }, cancellation);
        return Redirect("/settings/access?said=role");
    }

    public async Task<IActionResult> OnPostTake(string? account, CancellationToken cancellation)
    {
        await Load(cancellation);
        if (Accounts.FirstOrDefault(one => $"{one.Id:N}" == account && one.Role is not Role.None) is not { } chosen)
            return NotFound();
        await tools.Database.Write(session =>
        {
            AccountBook.Take(session, Here.Id, chosen.Id);
            this.Log(session, AuditEvent.RoleTaken, Concerning.Account(chosen.Id), RoleWords.Of(chosen.Role));
        }, cancellation);
        return Redirect("/settings/access?said=role-taken");
    }

    public async Task<IActionResult> OnPostProtect(string? account, string? allow, CancellationToken cancellation)
    {
        await Load(cancellation);
        if (Accounts.FirstOrDefault(one => $"{one.Id:N}" == account && MayHave(one)) is not { } chosen)
            return NotFound();
        var protects = allow == "yes";
        await tools.Database.Write(session =>
        {
            AccountBook.LetProtect(session, Here.Id, chosen.Id, protects);
            this.Log(session, protects ? AuditEvent.RoleGiven : AuditEvent.RoleTaken, Concerning.Account(chosen.Id), protects ? "" : Protecting, protects ? Protecting : "");
        }, cancellation);
        return Redirect($"/settings/access?said={(protects ? "role" : "role-taken")}");
    }

    /// <summary>The right that adds to a role, as people read it.</summary>
    public const string Protecting = "Hanterar skyddade personuppgifter";

    /// <summary>It adds to a global administrator's or an administrator's role, not to “Insyn”.</summary>
    public static bool MayHave(Account account) => account.Role is Role.Administrator || account.GlobalAt is not null;

    public string NameOf(Guid id) => id == Guid.Empty ? "–" : Accounts.FirstOrDefault(one => one.Id == id)?.Name ?? "–";

    private Visit Here => HttpContext.Here();

    private async Task Load(CancellationToken cancellation) => Accounts = await tools.Database.Read(
        session => AccountBook.All(session, Here.Id).Where(one => one.Role is not Role.None || one.GlobalAt is not null)
            .OrderBy(one => one.Role is not Role.None).ThenBy(one => one.Name, Text.Order).ToList(), cancellation);

    private async Task Search(string? address, CancellationToken cancellation)
    {
        Address = (address ?? "").Trim();
        if (Address.Length is < 3 or > 200 || !Address.Contains('@', StringComparison.Ordinal) || Address.Any(char.IsControl))
        {
            Errors.Add("address", "Skriv hela e-postadressen eller inloggningsnamnet, med @.");
            return;
        }
        var outcome = tools.Reader is { } reader
            ? await reader.UsersNamed(new(Here.Visitor.EntraTenantId, ReadBudget.Unconfirmed), Address, cancellation)
            : null;
        if (outcome is not UsersOutcome.Found found)
        {
            Errors.Add("address", "Microsoft 365 svarar inte. Försök igen om en stund.");
            return;
        }
        Found = [.. found.Users.Where(CanSignIn).Select(user => new Account(Guid.Parse(user.Id), $"{user.GivenName} {user.Surname}".Trim(), user.UserPrincipalName ?? ""))];
        if (Found.Count == 0)
            Errors.Add("address", "Inget konto i er organisation har den adressen. Kontrollera stavningen.");
    }

    /// <summary>A guest signs in at home, and so is never here.</summary>
    private static bool CanSignIn(SourceUser user) =>
        user.AccountEnabled is not false && !string.Equals(user.UserType, "Guest", StringComparison.OrdinalIgnoreCase) && Guid.TryParse(user.Id, out _);

    private PageResult Shown()
    {
        if (Errors.Any)
            this.Tells(Errors);
        return Page();
    }
}
