using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

/// <summary>A reader over a scripted server, with a token that the rig hands out and a clock that does not wait.</summary>
internal sealed class ReaderRig : IAsyncDisposable
{
    public static readonly Guid Tenant = new("0b1f6c1e-3c44-4e7c-9d7d-0f5a9f6f0001");

    private readonly HttpClient http = GraphReader.NewHttpClient();
    private int tokens;

    private ReaderRig(ScriptedGraph graph) => Graph = graph;

    public ScriptedGraph Graph { get; }

    public EagerClock Clock { get; } = new();

    public int Renewals { get; private set; }

    public ReadBudget Budget { get; set; } = ReadBudget.Confirmed with { Time = TimeSpan.FromDays(1) };

    public PatienceOptions Patience { get; set; } = new() { AttemptTimeout = TimeSpan.FromHours(2) };

    public TokenOutcome? Token { get; set; }

    public GraphReader Reader => new(http, GiveToken, new GraphOptions { BaseUrl = Graph.BaseUrl, Patience = Patience }, Clock,
        NullLogger<GraphReader>.Instance);

    /// <summary>A server with a school <c>s1</c>, nobody in it, and no classes.</summary>
    public static async Task<ReaderRig> Start()
    {
        var graph = await ScriptedGraph.Start();
        graph.On("/education/schools", Reply.List("""{"id":"s1","displayName":"Björkskolan","schoolNumber":"12345678"}"""))
            .On("/education/schools/s1/users", Reply.List())
            .On("/education/schools/s1/classes", Reply.List())
            .On("/education/users", Reply.List())
            .On("/education/classes", Reply.List());
        return new ReaderRig(graph);
    }

    public static string User(string id, string role = "student") =>
        $$"""{"id":"{{id}}","primaryRole":"{{role}}","givenName":"Vera","surname":"Lind","userPrincipalName":"{{id}}@example.com"}""";

    public static string Class(string id) => $$"""{"id":"{{id}}","displayName":"{{id}} klass"}""";

    public static string Member(string id) => $$"""{"id":"{{id}}","accountEnabled":true}""";

    public static string Id(string id) => $$"""{"id":"{{id}}"}""";

    public Task<ReadOutcome> Read(IProgress<ReadProgress>? progress = null) =>
        Reader.Read(new GraphTenant(Tenant, Budget), progress, TestContext.Current.CancellationToken);

    public async Task<SourceSnapshot> Snapshot() => Assert.IsType<ReadOutcome.Complete>(await Read()).Snapshot;

    public async Task<ReadFailure> Failure() => Assert.IsType<ReadOutcome.Failed>(await Read()).Failure;

    public async Task<Answer> Ask(QuestionKind kind, string id)
    {
        var question = new Question(kind, id);
        var outcome = await Reader.Ask(new GraphTenant(Tenant, Budget), [question], TestContext.Current.CancellationToken);
        return Assert.IsType<AskOutcome.Answered>(outcome).Answers[question];
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Graph.DisposeAsync();
    }

    private Task<TokenOutcome> GiveToken(Guid tenant, bool renew, CancellationToken cancellationToken)
    {
        if (renew)
            Renewals++;
        var token = renew ? Interlocked.Increment(ref tokens) : Volatile.Read(ref tokens);
        return Task.FromResult(Token ?? new TokenOutcome.Granted($"token-{token}", []));
    }
}
