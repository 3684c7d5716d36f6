using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Pages;

/// <summary>What a search in a municipality finds; at most <see cref="Most"/> of each kind.</summary>
internal sealed record Finds(IReadOnlyList<SandboxClass> Classes, IReadOnlyList<SandboxUser> Persons)
{
    public const int Most = 50;

    /// <summary>What has the text in its name or user name, or has exactly that id; an empty text finds the first classes.</summary>
    public static Finds In(Municipality municipality, string text)
    {
        var wanted = text.Trim();
        var classes = municipality.Classes.Where(item => Has(item.DisplayName, wanted) || item.Id == wanted);
        var persons = municipality.Users.Where(user => IsNamed(user, wanted) || Has(user.UserPrincipalName, wanted) || user.Id == wanted);
        return new Finds(
            [.. classes.OrderBy(item => item.DisplayName, Swedish.Order).Take(Most)],
            wanted.Length == 0 ? [] : [.. persons.OrderBy(user => user.Surname, Swedish.Order).Take(Most)]);
    }

    private static bool IsNamed(SandboxUser user, string wanted) => Has(user.DisplayName, wanted) || Has($"{user.GivenName} {user.Surname}", wanted);

    private static bool Has(string? text, string wanted) => text?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true;
}
