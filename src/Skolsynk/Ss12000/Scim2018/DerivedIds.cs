using Skolsynk.Rosters;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>
/// Ids of resources that the source does not have, by EGIL's rule: the version 5 UUID, in the OID namespace, of two lower-case
/// UUIDs with nothing between. A customer who comes from EGIL with the same base ids keeps these ids.
/// </summary>
public static class DerivedIds
{
    private static readonly Guid OidNamespace = new("6ba7b812-9dad-11d1-80b4-00c04fd430c8");

    public static Guid OfEmployment(Guid schoolUnit, Guid user) => OfPair(schoolUnit, user);

    public static Guid OfActivity(Guid studentGroup, Guid schoolUnit) => OfPair(studentGroup, schoolUnit);

    private static Guid OfPair(Guid first, Guid second) => Ids.NameBased(OidNamespace, $"{first:D}{second:D}");
}
