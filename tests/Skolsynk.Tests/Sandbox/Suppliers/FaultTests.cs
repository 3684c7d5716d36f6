using System.Diagnostics;
using System.Net.Http.Json;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Tests.Sandbox.Suppliers;

public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.ServerError, 500)]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.Throttled, 429)]
    [InlineData(FaultKind.Html, 200)]
    [InlineData(FaultKind.Accepted, 202)]
    [InlineData(FaultKind.Redirect, 301)]
    [InlineData(FaultKind.NotFound, 404)]
    [InlineData(FaultKind.Conflict, 409)]
    [InlineData(FaultKind.BadRequest, 400)]
    [InlineData(FaultKind.Forbidden, 403)]
    [InlineData(FaultKind.EchoNames, 400)]
    internal async Task A_false_answer_is_given_as_often_as_asked_and_carries_nothing_out(FaultKind kind, int status)
    {
        await using var host = await SupplierHost.StartAsync();
        var receiver = host.Suppliers.Alfa.Production;
        receiver.Faults.On(new(kind) { Requests = 1, RetryAfter = 7 });
        var client = host.For(receiver);
        using var answer = await client.PostAsync("Organisations", Bodies.Organisation);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status is 429 or 503, answer.Headers.RetryAfter is not null);
        Assert.Equal(0, receiver.HeldFor(SupplierHost.Tenant).Count(ScimEndpoint.Organisations));
        Assert.Empty(receiver.Faults.Current);
        using var after = await client.PostAsync("Organisations", Bodies.Organisation);
        Assert.Equal(201, (int)after.StatusCode);
    }

    [Theory]
    [InlineData(FaultKind.Down, 0)]
    [InlineData(FaultKind.NoAnswer, 1)]
    internal async Task A_broken_connection_leaves_the_sender_in_doubt(FaultKind kind, int held)
    {
        await using var host = await SupplierHost.StartAsync();
        var receiver = host.Suppliers.Beta.Production;
        receiver.Faults.On(new(kind) { Milliseconds = 10, Method = "POST" });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.For(receiver).PostAsync("Organisations", Bodies.Organisation));
        Assert.Equal(held, receiver.HeldFor(SupplierHost.Tenant).Count(ScimEndpoint.Organisations));
    }

    [Fact]
    public async Task One_pupil_is_refused_by_id_or_user_name_and_the_others_are_not()
    {
        await using var host = await SupplierHost.StartAsync();
        var receiver = host.Suppliers.Alfa.Production;
        receiver.Faults.On(new(FaultKind.BadRequest) { UserName = "alva.ek@edu.norrboda.example" });
        var client = host.For(receiver);
        var statuses = new List<int>();
        foreach (var (endpoint, body) in Bodies.All)
        {
            using var answer = await client.PostAsync(endpoint, body);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([201, 201, 400, 201, 201, 400, 400], statuses);
        receiver.Faults.Off();
        receiver.Faults.On(new(FaultKind.BadRequest) { Id = Bodies.PupilId });
        using var refused = await client.PutAsync("Users", Bodies.Pupil, Bodies.PupilId);
        Assert.Equal(400, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Late_dripping_and_huge_answers_take_the_time_and_the_bytes_that_they_should()
    {
        await using var host = await SupplierHost.StartAsync();
        var receiver = host.Suppliers.Alfa.Production;
        var client = host.For(receiver);
        receiver.Faults.On(new(FaultKind.LateAnswer) { Milliseconds = 200, Requests = 1 });
        var started = Stopwatch.GetTimestamp();
        using var late = await client.PostAsync("Organisations", Bodies.Organisation);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromMilliseconds(190));
        Assert.Equal(201, (int)late.StatusCode);

        receiver.Faults.On(new(FaultKind.Drip) { Milliseconds = 1, Requests = 1 });
        using var drip = await client.GetAsync("Organisations");
        Assert.Equal(1000, (await drip.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);

        receiver.Faults.On(new(FaultKind.HugeAnswer) { Requests = 1 });
        using var huge = await client.Http.GetAsync("Organisations", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await huge.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[1 << 20];
        var total = 0L;
        for (int read; (read = await body.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
            total += read;
        Assert.Equal(FaultAnswers.HugeBytes, total);
    }

    [Fact]
    public async Task A_fault_is_switched_on_and_off_over_the_api_for_one_endpoint_and_method()
    {
        await using var host = await SupplierHost.StartAsync();
        var ct = TestContext.Current.CancellationToken;
        using var on = await host.Api.PostAsJsonAsync(
            "/suppliers/beta/faults?environment=test", new { kind = "serverError", endpoint = "Organisations", method = "PUT" }, ct);
        Assert.True(on.IsSuccessStatusCode);
        var client = host.For(host.Suppliers.Beta.Test);
        using var post = await client.PostAsync("Organisations", Bodies.Organisation);
        Assert.Equal(201, (int)post.StatusCode);
        using var put = await client.PutAsync("Organisations", Bodies.Organisation, Bodies.IdOf(Bodies.Organisation));
        Assert.Equal(500, (int)put.StatusCode);
        using var off = await host.Api.DeleteAsync("/suppliers/beta/faults?environment=test&kind=serverError", ct);
        Assert.Equal("[]", await off.Content.ReadAsStringAsync(ct));
        using var wrong = await host.Api.PostAsJsonAsync("/suppliers/beta/faults", new { kind = "explodes" }, ct);
        Assert.Equal(400, (int)wrong.StatusCode);
        Assert.Contains("serverError", await wrong.Content.ReadAsStringAsync(ct));
    }

    [Fact]
    public async Task Objects_counts_and_keys_can_be_read_and_a_receiver_be_emptied()
    {
        await using var host = await SupplierHost.StartAsync();
        var ct = TestContext.Current.CancellationToken;
        var keys = await host.Api.GetStringAsync($"/suppliers/alfa/keys?tenant={SupplierHost.Tenant}", ct);
        Assert.Contains(host.Suppliers.Alfa.Production.Keys.KeyFor(SupplierHost.Tenant), keys);
        await Bodies.SendAllAsync(host.For(host.Suppliers.Alfa.Production));
        Assert.Contains("Bj", await host.Api.GetStringAsync("/suppliers/alfa/objects?endpoint=SchoolUnits", ct));
        Assert.Contains("\"Users\":2", await host.Api.GetStringAsync("/suppliers/alfa/stats", ct));
        using var reset = await host.Api.PostAsync("/suppliers/alfa/reset", null, ct);
        Assert.True(reset.IsSuccessStatusCode);
        Assert.DoesNotContain("Bj", await host.Api.GetStringAsync("/suppliers/alfa/objects?endpoint=SchoolUnits", ct));
        Assert.Contains("Alfa", await host.Api.GetStringAsync("/suppliers.json", ct));
    }
}
