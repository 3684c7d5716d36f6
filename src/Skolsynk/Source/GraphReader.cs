using System.Net;

namespace Skolsynk.Source;

/// <summary>
/// Reads municipalities from Microsoft Graph's education API (v1.0). Holds no state of a tenant; one instance serves all, and the places in
/// flight are shared by them. Every way in which a read can fail is a value; only a cancelled read throws.
/// </summary>
public sealed class GraphReader(HttpClient http, AppTokens tokens, GraphOptions options, TimeProvider time, ILogger<GraphReader> log)
{
    private readonly GraphLine line = new(http, tokens, options, time, log);

    /// <summary>
    /// The client that the reader needs: no redirects and no cookies (a token goes where it is sent and nowhere else), compressed answers, and
    /// no time-out of its own (<see cref="PatienceOptions.AttemptTimeout"/> is it).
    /// </summary>
    public static HttpClient NewHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Reads the tenant whole: complete, or failed and nothing of it is to be used.</summary>
    public async Task<ReadOutcome> Read(GraphTenant tenant, IProgress<ReadProgress>? progress, CancellationToken cancellationToken)
    {
        using var session = new GraphSession(line, tenant, cancellationToken);
        try
        {
            var snapshot = await new FullRead(session, new ReadMeter(progress, time)).Run();
            Log(tenant, snapshot, session.Cost);
            return new ReadOutcome.Complete(snapshot, session.Cost);
        }
        catch (Exception e) when (session.FailureBehind(e) is { } failure)
        {
            return new ReadOutcome.Failed(Logged(tenant, failure));
        }
    }

    /// <summary>
    /// Reads the schools of the tenant and nothing of anybody: for a municipality that has no agreement yet. Never to be compared with a whole
    /// roster, beside which everybody would seem to be gone.
    /// </summary>
    public async Task<ReadOutcome> ReadSchools(GraphTenant tenant, CancellationToken cancellationToken)
    {
        using var session = new GraphSession(line, tenant, cancellationToken);
        try
        {
            return new ReadOutcome.Complete(await new FullRead(session, new ReadMeter(null, time)).RunSchools(), session.Cost);
        }
        catch (Exception e) when (session.FailureBehind(e) is { } failure)
        {
            return new ReadOutcome.Failed(Logged(tenant, failure));
        }
    }

    /// <summary>Asks for ids by themselves. Each question has an answer, or all of it failed.</summary>
    public async Task<AskOutcome> Ask(GraphTenant tenant, IReadOnlyCollection<Question> questions, CancellationToken cancellationToken)
    {
        using var session = new GraphSession(line, tenant, cancellationToken);
        try
        {
            var answers = await new Inquiry(session).Run(questions);
            SourceLog.Asked(log, tenant.EntraTenantId, answers.Count,
                answers.Values.Count(answer => answer is Answer.Gone), answers.Values.Count(answer => answer is Answer.NotProven));
            return new AskOutcome.Answered(answers);
        }
        catch (Exception e) when (session.FailureBehind(e) is { } failure)
        {
            return new AskOutcome.Failed(Logged(tenant, failure));
        }
    }

    /// <summary>Who is in a group, by id and nothing else.</summary>
    public async Task<GroupOutcome> Members(GraphTenant tenant, string group, CancellationToken cancellationToken)
    {
        using var session = new GraphSession(line, tenant, cancellationToken);
        try
        {
            var members = new HashSet<string>(StringComparer.Ordinal);
            var call = GraphCalls.GroupMembers(group, options.PageSize);
            var chain = new GraphChain<string>(session, call, SourceItems.UserId, id => members.Add(id));
            await chain.Read();
            if (chain.LeftOut > 0)
                throw session.Stop(FailureKind.Malformed, call.Where, 200);
            members.Remove(SourceItems.NoUser);
            SourceLog.Members(log, tenant.EntraTenantId, members.Count);
            return new GroupOutcome.Whole([.. members]);
        }
        catch (Exception e) when (session.FailureBehind(e) is { } failure)
        {
            return new GroupOutcome.Failed(Logged(tenant, failure));
        }
    }

    /// <summary>The accounts with this user name or e-mail address, as they are now; nothing of it is kept.</summary>
    public async Task<UsersOutcome> UsersNamed(GraphTenant tenant, string address, CancellationToken cancellationToken)
    {
        using var session = new GraphSession(line, tenant, cancellationToken);
        try
        {
            var users = new List<SourceUser>();
            await new GraphChain<SourceUser>(session, GraphCalls.UsersNamed(address), SourceItems.User, users.Add).Read();
            return new UsersOutcome.Found(users);
        }
        catch (Exception e) when (session.FailureBehind(e) is { } failure)
        {
            return new UsersOutcome.Failed(Logged(tenant, failure));
        }
    }

    private ReadFailure Logged(GraphTenant tenant, ReadFailure failure)
    {
        SourceLog.Failed(log, tenant.EntraTenantId, failure.Kind, failure.Where, failure.Status, failure.Code);
        return failure;
    }

    private void Log(GraphTenant tenant, SourceSnapshot snapshot, ReadCost cost)
    {
        foreach (var finding in snapshot.Findings)
            SourceLog.Found(log, tenant.EntraTenantId, finding.Kind, finding.Place, finding.Count);
        SourceLog.Complete(log, tenant.EntraTenantId, snapshot.Schools.Count, snapshot.Users.Count, snapshot.Classes.Count, cost.Calls,
            cost.Bytes, cost.Elapsed.TotalSeconds);
    }
}
