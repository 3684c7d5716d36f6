using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Tenants;
using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

/// <summary>The reader with real tokens against the stand-in for Microsoft Graph.</summary>
public sealed class SandboxReadTests : IAsyncLifetime
{
    private readonly HttpClient http = GraphReader.NewHttpClient();
    private SandboxHost sandbox = null!;
    private GraphTokens tokens = null!;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        tokens = new GraphTokens(new EntraOptions(sandbox.BaseUri, SandboxOptions.ClientId, new EntraCredential.Secret(SandboxOptions.ClientSecret)));
    }

    public async ValueTask DisposeAsync()
    {
        tokens.Dispose();
        http.Dispose();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_municipality_arrives_as_it_is() => AssertSame(sandbox.Municipality.Snapshot(), await Snapshot());

    [Theory]
    [InlineData(FaultKind.EmptyPages)]
    [InlineData(FaultKind.RepeatedPages)]
    [InlineData(FaultKind.DuplicateIds)]
    [InlineData(FaultKind.UnknownValues)]
    [InlineData(FaultKind.MillionCharacterName)]
    public async Task An_odd_source_is_read_whole(FaultKind kind)
    {
        sandbox.Faults.SwitchOn(new Fault(kind));

        AssertSame(sandbox.Municipality.Snapshot(), await Snapshot(), names: false);
    }

    [Theory]
    [InlineData(FaultKind.Throttled, "0.01")]
    [InlineData(FaultKind.Throttled, null)]
    [InlineData(FaultKind.Unavailable, "1")]
    [InlineData(FaultKind.ServerError, null)]
    [InlineData(FaultKind.HtmlGateway, null)]
    [InlineData(FaultKind.BrokenConnection, null)]
    [InlineData(FaultKind.Unauthorized, null)]
    public async Task Trouble_that_passes_is_survived(FaultKind kind, string? retryAfter)
    {
        sandbox.Faults.SwitchOn(new Fault(kind) { Skip = 2, Count = kind == FaultKind.Unauthorized ? 1 : 5, RetryAfter = retryAfter });

        AssertSame(sandbox.Municipality.Snapshot(), await Snapshot());
    }

    [Theory]
    [InlineData(FaultKind.Throttled, FailureKind.Throttled)]
    [InlineData(FaultKind.NoAnswer, FailureKind.Unreachable)]
    [InlineData(FaultKind.Drip, FailureKind.Unreachable)]
    [InlineData(FaultKind.HalfPageChain, FailureKind.Unreachable)]
    [InlineData(FaultKind.BadJson, FailureKind.Malformed)]
    [InlineData(FaultKind.NotFound, FailureKind.Malformed)]
    [InlineData(FaultKind.EndlessPages, FailureKind.Malformed)]
    [InlineData(FaultKind.ForeignNextLink, FailureKind.Malformed)]
    [InlineData(FaultKind.Unauthorized, FailureKind.ConsentLost)]
    [InlineData(FaultKind.Forbidden, FailureKind.ConsentLost)]
    [InlineData(FaultKind.NotEducationTenant, FailureKind.NotEducationTenant)]
    [InlineData(FaultKind.BareMembers, FailureKind.PermissionMissing)]
    [Trait("Invariant", "1")]
    public async Task Trouble_that_stays_has_its_kind(FaultKind fault, FailureKind kind)
    {
        sandbox.Faults.SwitchOn(new Fault(fault));

        Assert.Equal(kind, (await Failure()).Kind);
    }

    [Theory]
    [InlineData(EntraError.ConsentMissing, FailureKind.ConsentLost, "AADSTS65001")]
    [InlineData(EntraError.AppNotFound, FailureKind.ConsentLost, "AADSTS700016")]
    [InlineData(EntraError.ServicePrincipalMissing, FailureKind.ConsentLost, "AADSTS7000229")]
    [InlineData(EntraError.WrongSecret, FailureKind.OwnCredentialWrong, "AADSTS7000215")]
    [InlineData(EntraError.ExpiredSecret, FailureKind.OwnCredentialWrong, "AADSTS7000222")]
    public async Task What_Entra_refuses_has_its_kind(EntraError error, FailureKind kind, string code)
    {
        sandbox.Tenants.Find(sandbox.Municipality.EntraTenantId)!.Error = error;

        var failure = await Failure();

        Assert.Equal((kind, code), (failure.Kind, failure.Code));
    }

    [Fact]
    public async Task The_right_to_read_members_can_be_missing_alone()
    {
        sandbox.Tenants.Find(sandbox.Municipality.EntraTenantId)!.Roles = [Tenant.ReadRoster];

        Assert.Equal(FailureKind.PermissionMissing, (await Failure()).Kind);
        var token = await tokens.Get(sandbox.Municipality.EntraTenantId, false, TestContext.Current.CancellationToken);
        Assert.Equal([Tenant.ReadRoster], Assert.IsType<TokenOutcome.Granted>(token).Roles);
    }

    [Fact]
    public async Task Who_is_there_and_who_is_not_is_told_apart()
    {
        var there = sandbox.Municipality.Users[0].Id;
        var group = sandbox.Municipality.Classes[0].Id;
        Question[] questions =
        [
            new(QuestionKind.Person, there), new(QuestionKind.Person, "nobody"), new(QuestionKind.PersonSchools, there),
            new(QuestionKind.Class, group), new(QuestionKind.Members, group), new(QuestionKind.Members, "nothing"),
        ];

        var outcome = await Reader().Ask(Of(), questions, TestContext.Current.CancellationToken);

        var answers = Assert.IsType<AskOutcome.Answered>(outcome).Answers;
        Assert.IsType<Answer.UserIs>(answers[questions[0]]);
        Assert.IsType<Answer.Gone>(answers[questions[1]]);
        Assert.Equal(sandbox.Municipality.SchoolsOfUser(there).Select(school => school.Id),
            Assert.IsType<Answer.IdsAre>(answers[questions[2]]).Ids);
        Assert.IsType<Answer.ClassIs>(answers[questions[3]]);
        Assert.Equal(sandbox.Municipality.MembersOf(group).Select(user => user.Id),
            Assert.IsType<Answer.MembersAre>(answers[questions[4]]).Members.Members);
        Assert.IsType<Answer.Gone>(answers[questions[5]]);
    }

    private static void AssertSame(MunicipalitySnapshot expected, SourceSnapshot read, bool names = true)
    {
        Assert.Equal(expected.Schools.Select(school => school.Id), read.Schools.Select(school => school.Id));
        Assert.Equal(expected.Users.Select(user => user.Id), read.Users.Select(user => user.Id));
        Assert.Equal(expected.Classes.Select(found => found.Id), read.Classes.Select(found => found.Id));
        Assert.Equal(Lists(expected.MembersByClass), Lists(read.MembersByClass.ToDictionary(pair => pair.Key, pair => pair.Value.Members)));
        Assert.Equal(Lists(expected.TeachersByClass), Lists(read.MembersByClass.ToDictionary(pair => pair.Key, pair => pair.Value.Teachers)));
        Assert.Equal(Pairs(expected.SchoolsByUser), Pairs(read.UsersBySchool).Select(pair => (pair.Item2, pair.Item1)).Order());
        Assert.Equal(Pairs(expected.SchoolsByClass), Pairs(read.ClassesBySchool).Select(pair => (pair.Item2, pair.Item1)).Order());
        if (names)
            Assert.Equal(expected.Users.Select(Fields), read.Users);
    }

    private static SourceUser Fields(SandboxUser user) => new(user.Id, user.PrimaryRole, user.AccountEnabled, user.GivenName, user.Surname,
        user.Mail, user.UserPrincipalName, user.UserType, user.IsStudent ? user.Grade : null);

    private static IEnumerable<(string, string)> Lists(IReadOnlyDictionary<string, IReadOnlyList<string>> lists) => Pairs(lists);

    private static IEnumerable<(string, string)> Pairs(IReadOnlyDictionary<string, IReadOnlyList<string>> lists) =>
        lists.SelectMany(pair => pair.Value.Select(id => (pair.Key, id))).Order();

    private GraphTenant Of() => new(sandbox.Municipality.EntraTenantId, ReadBudget.Unconfirmed);

    private async Task<SourceSnapshot> Snapshot() =>
        Assert.IsType<ReadOutcome.Complete>(await Reader(attempts: 8).Read(Of(), null, TestContext.Current.CancellationToken)).Snapshot;

    private async Task<ReadFailure> Failure() =>
        Assert.IsType<ReadOutcome.Failed>(await Reader().Read(Of(), null, TestContext.Current.CancellationToken)).Failure;

    private GraphReader Reader(int attempts = 2) => new(http, tokens.Get, new GraphOptions
    {
        BaseUrl = new Uri(sandbox.BaseUri, "v1.0"),
        PageSize = 50,
        Patience = new PatienceOptions { MaxAttempts = attempts, AttemptTimeout = TimeSpan.FromSeconds(attempts == 2 ? 1 : 30) },
    }, TimeProvider.System, NullLogger<GraphReader>.Instance);
}
