using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Sds;

/// <summary>A municipality read from SDS files, with what could not be used.</summary>
public sealed record SdsResult(Municipality Municipality, IReadOnlyList<SdsProblem> Problems)
{
    /// <summary>True when there was no codes.csv.</summary>
    public bool CodesAreMadeUp => Municipality.CodesAreMadeUp;
}

/// <summary>
/// Reads a folder of School Data Sync v2.1 files as a municipality. Only orgs, users, roles, classes, enrollments and (ours)
/// codes are opened, and only named columns read. The ids on the wire are the sourcedIds as they stand: no GUIDs, on purpose.
/// </summary>
public sealed class SdsFolder
{
    private readonly string folder;
    private readonly List<SdsProblem> problems = [];
    private readonly Dictionary<string, string?> orgs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SandboxUser> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Org, SandboxClass Class)> classes = new(StringComparer.Ordinal);
    private readonly HashSet<(string User, string Org)> ties = [];
    private readonly Dictionary<string, SdsStanding> standings = new(StringComparer.Ordinal);

    private SdsFolder(string folder) => this.folder = folder;

    /// <exception cref="SdsFolderException">The folder or one of its files cannot be used at all.</exception>
    public static SdsResult Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new SdsFolderException("Mappen finns inte.");
        return new SdsFolder(folder).Load();
    }

    private SdsResult Load()
    {
        ReadOrgs();
        ReadUsers();
        ReadRoles();
        ReadClasses();
        var municipality = new Municipality(TenantId(), $"SDS {new DirectoryInfo(folder).Name}", Domain())
        {
            CodesAreMadeUp = !File.Exists(Path.Combine(folder, "codes.csv")),
        };
        AddSchools(municipality);
        AddUsers(municipality);
        AddClasses(municipality);
        ReadEnrollments(municipality);
        municipality.ForgetHistory();
        return new SdsResult(municipality, problems);
    }

    private void ReadOrgs()
    {
        var file = SdsFile.Read(folder, "orgs.csv", ["sourcedId", "name"], [], problems);
        foreach (var row in file.Rows)
        {
            if (file.Needed(row, 0) is { } id && !orgs.TryAdd(id, row.Fields[1]))
                file.Report(row, 0, "id förekommer redan");
        }
    }

    private void ReadUsers()
    {
        var file = SdsFile.Read(folder, "users.csv", ["sourcedId", "username", "givenName", "familyName"], ["email"], problems);
        var userNames = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in file.Rows)
        {
            if (file.Needed(row, 0) is not { } id || file.Needed(row, 1) is not { } userName)
                continue;
            if (users.ContainsKey(id))
                file.Report(row, 0, "id förekommer redan");
            else if (!userNames.Add(userName))
                file.Report(row, 1, "användarnamnet förekommer redan");
            else
                users.Add(id, User(id, userName, row));
        }
    }

    private static SandboxUser User(string id, string userName, CsvRow row)
    {
        var (given, family) = (row.Fields[2], row.Fields[3]);
        return new SandboxUser(id, userName)
        {
            GivenName = given,
            Surname = family,
            DisplayName = $"{given} {family}".Trim() is { Length: > 0 } name ? name : null,
            Mail = row.Fields[4],
            PrimaryRole = "none",
            ExternalId = id,
        };
    }

    private void ReadRoles()
    {
        var file = SdsFile.Read(folder, "roles.csv", ["userSourcedId", "orgSourcedId", "role"], ["grade", "isPrimary"], problems);
        foreach (var row in file.Rows)
        {
            if (file.Needed(row, 0) is not { } user || file.Needed(row, 1) is not { } org)
                continue;
            if (!users.ContainsKey(user))
                file.Report(row, 0, "användaren finns inte i users.csv");
            else if (!orgs.ContainsKey(org))
                file.Report(row, 1, "organisationen finns inte i orgs.csv");
            else
                AddRole(user, org, row);
        }
    }

    private void AddRole(string user, string org, CsvRow row)
    {
        ties.Add((user, org));
        var standing = new SdsStanding(
            SdsRoles.Of(row.Fields[2]), row.Fields[3], string.Equals(row.Fields[4], "true", StringComparison.OrdinalIgnoreCase));
        standings[user] = standings.TryGetValue(user, out var known) ? known.Or(standing) : standing;
    }

    private void ReadClasses()
    {
        var file = SdsFile.Read(folder, "classes.csv", ["sourcedId", "orgSourcedId", "title"], [], problems);
        foreach (var row in file.Rows)
        {
            if (file.Needed(row, 0) is not { } id || file.Needed(row, 1) is not { } org)
                continue;
            if (!orgs.ContainsKey(org))
                file.Report(row, 1, "organisationen finns inte i orgs.csv");
            else if (!classes.TryAdd(id, (org, new SandboxClass(id, row.Fields[2]) { ExternalId = id })))
                file.Report(row, 0, "id förekommer redan");
        }
    }

    private void ReadEnrollments(Municipality municipality)
    {
        var file = SdsFile.Read(folder, "enrollments.csv", ["classSourcedId", "userSourcedId", "role"], [], problems);
        var seen = new HashSet<(string Class, string User)>();
        foreach (var row in file.Rows)
        {
            if (file.Needed(row, 0) is not { } item || file.Needed(row, 1) is not { } user)
                continue;
            var role = SdsRoles.Of(row.Fields[2]);
            if (!classes.ContainsKey(item))
                file.Report(row, 0, "klassen finns inte i classes.csv");
            else if (!users.ContainsKey(user))
                file.Report(row, 1, "användaren finns inte i users.csv");
            else if (role == SdsRole.Other)
                file.Report(row, 2, row.Fields[2] is null ? "värde saknas" : "rollen är varken elev eller lärare");
            else if (!seen.Add((item, user)))
                file.Report(row, 1, "användaren finns redan i klassen");
            else if (role == SdsRole.Teacher)
                municipality.AddTeacher(item, user);
            else
                municipality.AddMember(item, user);
        }
    }

    /// <summary>An org is a school when a person or a class stands in it, whatever its type.</summary>
    private void AddSchools(Municipality municipality)
    {
        var used = ties.Select(tie => tie.Org).Concat(classes.Values.Select(one => one.Org)).ToHashSet(StringComparer.Ordinal);
        var codes = municipality.CodesAreMadeUp ? SchoolCodes.MakeUp(used) : SchoolCodes.Read(folder, orgs, problems);
        foreach (var id in used)
            municipality.Put(new SandboxSchool(id, orgs[id]) { ExternalId = id, SchoolUnitCode = codes.GetValueOrDefault(id) });
    }

    private void AddUsers(Municipality municipality)
    {
        foreach (var (id, user) in users)
        {
            var standing = standings.GetValueOrDefault(id);
            municipality.Put(user with
            {
                PrimaryRole = standing?.Role switch { SdsRole.Student => "student", SdsRole.Teacher => "teacher", _ => "none" },
                Grade = standing?.Role == SdsRole.Student ? standing.Grade : null,
            });
        }

        foreach (var (user, org) in ties)
            municipality.TieUser(user, org);
    }

    private void AddClasses(Municipality municipality)
    {
        foreach (var (org, item) in classes.Values)
        {
            municipality.Put(item);
            municipality.TieClass(item.Id, org);
        }
    }

    /// <summary>The same folder of organisations is the same tenant at each start.</summary>
    private Guid TenantId()
    {
        var names = string.Join('\n', orgs.Keys.Order(StringComparer.Ordinal));
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(names)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The most common domain of the user names.</summary>
    private string Domain() => users.Values
        .Select(user => user.UserPrincipalName!.Split('@'))
        .Where(parts => parts.Length == 2)
        .GroupBy(parts => parts[1].ToLower(CultureInfo.InvariantCulture))
        .OrderByDescending(group => group.Count())
        .FirstOrDefault()?.Key ?? "sds.example";
}
