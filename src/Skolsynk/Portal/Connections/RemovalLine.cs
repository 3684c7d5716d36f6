using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Connections;

/// <summary>What a removal does at a supplier; stands wherever somebody may be removed.</summary>
internal static class RemovalLine
{
    public static string Of(Supplier supplier) => $"Hos {supplier.Name}: {What(supplier.Profile)}";

    /// <summary>The same without the supplier's name, for a table that has it.</summary>
    public static string Plain(Supplier supplier) => What(supplier.Profile) is var text ? char.ToUpperInvariant(text[0]) + text[1..] : "";

    /// <summary>When a removal that is decided now is sent; null: at once.</summary>
    /// <param name="view">The connection.</param>
    /// <param name="atOnce">Its wait does not apply.</param>
    public static DateTimeOffset? SentOn(ConnectionView view, bool atOnce = false) =>
        view.Details.RemovalWaitDays is > 0 and var days && !atOnce ? view.Now.AddDays(days) : null;

    private static string What(CapabilityProfile profile) => profile.OnDelete switch
    {
        OnDelete.Erase => "konto och arbeten raderas direkt.",
        OnDelete.Archive when profile.RestoresSameId => $"konto och arbeten sparas i {profile.ArchiveDays} dagar och kommer tillbaka om personen kommer tillbaka.",
        OnDelete.Archive => $"konto och arbeten sparas i {profile.ArchiveDays} dagar. Kommer personen tillbaka får den ett nytt konto.",
        _ => "kontot stängs av.",
    };
}
