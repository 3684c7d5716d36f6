using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Graph;

/// <summary>HTTP in front of <see cref="GraphApi"/>: version, token, batch, compression.</summary>
internal sealed class GraphEndpoint(GraphApi api, GraphBatch batch, AccessTokens tokens, TenantRegister tenants)
{
    private const int WorthCompressing = 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<GraphEndpoint>();
        foreach (var version in (string[])["v1.0", "beta"])
        {
            routes.MapGet($"/{version}/{{**path}}", context => endpoint.Get(context, version));
            routes.MapPost($"/{version}/$batch", context => endpoint.Batch(context, version));
        }
    }

    private Task Get(HttpContext context, string version)
    {
        if (TenantOf(context) is not var (tenant, token))
            return Write(context, GraphApi.Unauthorized());
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = (question < 0 ? target : target[..question])[(version.Length + 2)..];
        var query = question < 0 ? "" : target[(question + 1)..];
        return Write(context, api.Answer(tenant, token, new GraphCall(Root(context, version), path, query), FaultyTransport.FaultsOf(context)));
    }

    private async Task Batch(HttpContext context, string version)
    {
        if (TenantOf(context) is not var (tenant, token))
        {
            await Write(context, GraphApi.Unauthorized());
            return;
        }

        if (GraphApi.FaultAnswer(new GraphCall(Root(context, version), "$batch", ""), FaultyTransport.FaultsOf(context)) is { } fault)
        {
            await Write(context, fault);
            return;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            await Write(context, batch.Answer(tenant, token, Root(context, version), body));
        }
        catch (JsonException)
        {
            await Write(context, GraphAnswer.Error(400, "BadRequest", "Unable to read JSON request payload."));
        }
    }

    private (Tenant Tenant, AccessToken Token)? TenantOf(HttpContext context)
    {
        var token = tokens.Read(context.Request.Headers.Authorization);
        return token is not null && tenants.Find(token.Tenant) is { } tenant ? (tenant, token) : null;
    }

    private static string Root(HttpContext context, string version) => $"{context.Request.Scheme}://{context.Request.Host}/{version}";

    private static async Task Write(HttpContext context, GraphAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
        response.Headers["request-id"] = Guid.CreateVersion7().ToString("D");
        if (answer.RetryAfter is not null)
            response.Headers.RetryAfter = answer.RetryAfter;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        if (answer.Body.Length < WorthCompressing || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
        await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await zip.WriteAsync(answer.Body, context.RequestAborted);
    }
}
