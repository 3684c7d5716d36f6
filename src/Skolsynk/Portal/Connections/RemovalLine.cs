using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Connections;

/// <summary>What a removal does at a supplier; stands wherever somebody may be removed.</summary>
internal static class RemovalLine
{
    public static string Of(Supplier supplier) => $"Hos {supplier.Name}: {What(supplier.Profile)}";

    private static string What(CapabilityProfile profile) => profile.OnDelete switch
    {
        OnDelete.Erase => "konto och arbeten raderas direkt.",
        OnDelete.Archive when profile.RestoresSameId => $"konto och arbeten sparas i {profile.ArchiveDays} dagar och kommer tillbaka om personen kommer tillbaka.",
        OnDelete.Archive => $"konto och arbeten sparas i {profile.ArchiveDays} dagar. Kommer personen tillbaka får den ett nytt konto.",
        _ => "kontot stängs av.",
    };
}
