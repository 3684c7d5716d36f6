using CsCheck;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Rosters;

namespace Skolsynk.Tests.Suppliers;

/// <summary>Rosters with whatever one connection may be set to, over the ids of <see cref="RosterGen"/>.</summary>
internal static class ScopeGen
{
    private static readonly Gen<ScopeSettings> Settings =
        from bits in Gen.Bool.Array[20]
        from groups in Gen.Enum<GroupsTaken>()
        select new ScopeSettings
        {
            AllSchools = bits[0],
            Schools = Some(bits.AsSpan(1, 4), Snapshots.School),
            Students = bits[5] || bits[6],
            Teachers = bits[7] || bits[8],
            Email = bits[9],
            EmailFromUserName = bits[10],
            SchoolYear = bits[11],
            Groups = groups,
            ExcludedPersons = Some(bits.AsSpan(12, 3), Snapshots.Person),
            ExcludedGroups = Some(bits.AsSpan(15, 2), Snapshots.Group),
        };

    private static readonly Gen<CapabilityProfile> Profile =
        from groups in Gen.Enum<GroupsTaken>()
        from schools in Gen.Enum<SchoolsPerPerson>()
        from email in Gen.Bool
        select new CapabilityProfile { Groups = groups, SchoolsPerPerson = schools, EmailNeeded = email };

    private static readonly Gen<ScopeInput> Input =
        from settings in Settings
        from profile in Profile
        from coded in Gen.Int[0, 3].Array[4]
        select new ScopeInput
        {
            OrganisationId = new Guid("2f4d8e16-90ab-4c37-a5e2-71d3b8c06f94"),
            OrganisationName = "Norrboda kommun",
            SchoolUnitCodes = Enumerable.Range(0, 4).Where(n => coded[n] > 0).ToDictionary(Snapshots.School, n => $"9999990{n}"),
            Settings = settings,
            Profile = profile,
        };

    public static readonly Gen<(Roster Roster, ScopeInput Input)> Any = Gen.Select(RosterGen.Any, Input);

    /// <summary>Settings that let less through, by one step.</summary>
    public static readonly Gen<Func<ScopeSettings, ScopeSettings>> Narrower =
        from step in Gen.Int[0, 6]
        from n in Gen.Int[0, 8]
        select (Func<ScopeSettings, ScopeSettings>)(settings => step switch
        {
            0 => settings with { AllSchools = false, Schools = settings.AllSchools ? Enumerable.Range(0, 4).Where(s => s != n).Select(Snapshots.School).ToList() : settings.Schools.Skip(1).ToList() },
            1 => settings with { Students = false },
            2 => settings with { Teachers = false },
            3 => settings with { Groups = (GroupsTaken)Math.Max(0, (int)settings.Groups - 1) },
            4 => settings with { ExcludedPersons = [.. settings.ExcludedPersons, Snapshots.Person(n)] },
            5 => settings with { ExcludedGroups = [.. settings.ExcludedGroups, Snapshots.Group(n)] },
            _ => settings with { Email = false, SchoolYear = false },
        });

    private static Guid[] Some(ReadOnlySpan<bool> bits, Func<int, Guid> idOf)
    {
        var chosen = new List<Guid>();
        for (var i = 0; i < bits.Length; i++)
        {
            if (bits[i])
                chosen.Add(idOf(i));
        }

        return [.. chosen];
    }
}
