namespace Skolsynk.Sandbox.Municipalities;

/// <summary>
/// One municipality (one Entra tenant) that lives and changes in memory. Thread-safe; every read is consistent in itself. What is
/// read stands in this file, what changes in <c>MunicipalityChanges.cs</c>.
/// </summary>
public sealed partial class Municipality(Guid entraTenantId, string name, string domain)
{
    private readonly Lock gate = new();
    private readonly Register<SandboxSchool> schools = new(school => school.Id);
    private readonly Register<SandboxUser> users = new(user => user.Id);
    private readonly Register<SandboxClass> classes = new(item => item.Id);
    private readonly Ties userSchools = new();
    private readonly Ties classSchools = new();
    private readonly Ties classMembers = new();
    private readonly Ties classTeachers = new();
    private readonly ChangeLog log = new();

    public Guid EntraTenantId { get; } = entraTenantId;

    /// <summary>Such as “Ekhults kommun”.</summary>
    public string Name { get; } = name;

    /// <summary>Domain of the accounts, always below <c>.example</c> when generated.</summary>
    public string Domain { get; } = domain;

    /// <summary>True when the codes of the schools were made up because the source (SDS files without codes.csv) had none.</summary>
    public bool CodesAreMadeUp { get; init; }

    /// <summary>Nobody there has approved the app yet; it is no customer of the service until somebody signs in.</summary>
    public bool IsNew { get; init; }

    /// <summary>Rises with every change; the number inside delta tokens.</summary>
    public long Version => Locked(() => log.Version);

    public IReadOnlyList<SandboxSchool> Schools => Locked(schools.Sorted);

    public IReadOnlyList<SandboxUser> Users => Locked(users.Sorted);

    public IReadOnlyList<SandboxClass> Classes => Locked(classes.Sorted);

    public SandboxSchool? FindSchool(string id) => Locked(() => schools.Find(id));

    public SandboxUser? FindUser(string id) => Locked(() => users.Find(id));

    public SandboxClass? FindClass(string id) => Locked(() => classes.Find(id));

    public IReadOnlyList<SandboxUser> UsersOfSchool(string schoolId) => Locked(() => All(users, userSchools.To(schoolId)));

    public IReadOnlyList<SandboxClass> ClassesOfSchool(string schoolId) => Locked(() => All(classes, classSchools.To(schoolId)));

    public IReadOnlyList<SandboxSchool> SchoolsOfUser(string userId) => Locked(() => All(schools, userSchools.Of(userId)));

    public IReadOnlyList<SandboxSchool> SchoolsOfClass(string classId) => Locked(() => All(schools, classSchools.Of(classId)));

    /// <summary>What <c>/members</c> answers: pupils and teachers.</summary>
    public IReadOnlyList<SandboxUser> MembersOf(string classId) => Locked(() => All(users, classMembers.Of(classId)));

    /// <summary>What <c>/teachers</c> answers.</summary>
    public IReadOnlyList<SandboxUser> TeachersOf(string classId) => Locked(() => All(users, classTeachers.Of(classId)));

    public IReadOnlyList<SandboxClass> ClassesOfUser(string userId) => Locked(() => All(classes, classMembers.To(userId)));

    public IReadOnlyList<SandboxClass> ClassesTaughtBy(string userId) => Locked(() => All(classes, classTeachers.To(userId)));

    public MunicipalitySnapshot Snapshot() => Locked(() => new MunicipalitySnapshot(schools.Sorted(), users.Sorted(), classes.Sorted())
    {
        SchoolsByUser = userSchools.Copy(),
        SchoolsByClass = classSchools.Copy(),
        MembersByClass = classMembers.Copy(),
        TeachersByClass = classTeachers.Copy(),
    });

    /// <summary>The changes after a version; null when it is too old.</summary>
    public IReadOnlyList<LoggedChange>? ChangesSince(long version) => Locked(() => log.Since(version));

    /// <summary>Forgets the history: every delta token given out so far answers 410 from now on.</summary>
    public void ForgetHistory() => Locked(log.Forget);

    private static T[] All<T>(Register<T> register, IReadOnlyList<string> ids) where T : class
    {
        var found = new T[ids.Count];
        for (var i = 0; i < found.Length; i++)
            found[i] = register.Find(ids[i])!;
        return found;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }

    private void Locked(Action change)
    {
        lock (gate)
            change();
    }
}
