using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Ss12000;

/// <summary>A municipality in scope with a little of everything that a body can hold; ids as in EGIL's examples.</summary>
internal static class Norrboda
{
    public static readonly Guid Organisation = new("2f4d8e16-90ab-4c37-a5e2-71d3b8c06f94");
    public static readonly Guid School = new("c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5");
    public static readonly Guid OtherSchool = new("d4000000-0000-4000-8000-000000000001");
    public static readonly Guid Alva = new("64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e");
    public static readonly Guid Bo = new("74a8d5b2-e173-4f09-8c5b-0d92f7a1b36e");
    public static readonly Guid Omar = new("f61d2c97-0b84-4a3e-b5d9-8e17c04a236b");
    public static readonly Guid Group = new("1a7e90b3-5c26-4df8-8431-d90fb6e275ac");
    public static readonly Guid Craft = new("2a7e90b3-5c26-4df8-8431-d90fb6e275ac");

    public static ScopedRoster Roster => new()
    {
        OrganisationId = Organisation,
        OrganisationName = "Norrboda kommun",
        MunicipalityCode = "9999",
        Schools =
        [
            new ScopedSchool(School, "Björkskolan 7-9", "99999901"),
            new ScopedSchool(OtherSchool, "Skolan \"Ån\" <7–9> & 'c'\\d", "99999902"),
        ],
        Persons =
        [
            new ScopedPerson
            {
                Id = Alva,
                UserName = "alva.ek@edu.norrboda.example",
                GivenName = "Alva",
                FamilyName = "Ek",
                Email = "alva.ek@edu.norrboda.example",
                EnrolledAt = [School],
                EmployedAt = [],
                SchoolYear = 7,
            },
            new ScopedPerson
            {
                Id = Bo,
                UserName = "bo.åström@edu.norrboda.example",
                GivenName = "Bo \"Bosse\"",
                FamilyName = "Åström d’Été 😀",
                EnrolledAt = [School, OtherSchool],
                EmployedAt = [OtherSchool],
            },
            new ScopedPerson
            {
                Id = Omar,
                UserName = "omar.lind@norrboda.example",
                GivenName = "Omar",
                FamilyName = "Lind",
                Email = "omar.lind@norrboda.example",
                EnrolledAt = [],
                EmployedAt = [School],
            },
        ],
        Groups =
        [
            new ScopedGroup { Id = Group, Name = "7A", Kind = GroupKind.Class, Owner = School, Students = [Alva, Bo], Teachers = [Omar] },
            new ScopedGroup { Id = Craft, Name = "Slöjd 7", Kind = GroupKind.Teaching, Owner = OtherSchool, Students = [], Teachers = [Bo, Omar] },
        ],
        NotSent = [],
    };
}
