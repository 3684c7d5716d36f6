using System.Globalization;
using System.Net;
using System.Text;
using Skolsynk.Deliveries;
using Skolsynk.Ss12000;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Deliveries;

/// <summary>Receivers that answer what no receiver should, over real connections.</summary>
public sealed class HostileAnswerTests
{
    private static readonly Delivery Create =
        new(1, Endpoint.Users, new Guid("0b0c7f60-4f5f-4d0c-9a0e-abcdefabcdef"), DeliveryAction.Create, """{"displayName":"Alva Ek"}"""u8.ToArray(), 7);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(201), InlineData(400)]
    public async Task Of_a_body_of_200_megabytes_only_the_beginning_is_taken(int status)
    {
        var piece = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        await using var server = new RawServer(async stream =>
        {
            await stream.WriteAsync(Head(status, 200L << 20));
            for (var sent = 0L; sent < 200L << 20; sent += piece.Length)
                await stream.WriteAsync(piece);
        });
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var answer = await Send(server);
        Assert.Equal(status, answer.Status);
        Assert.True((answer.Detail?.Length ?? 0) <= 200);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 64 << 20);
        Assert.InRange(server.Sent, 0, 100L << 20);
    }

    [Fact]
    public async Task A_body_that_drips_ends_with_the_attempts_time()
    {
        await using var server = new RawServer(async stream =>
        {
            await stream.WriteAsync(Head(200, 1_000_000));
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray());
                await Task.Delay(20);
            }
        });
        Assert.Equal(new SupplierAnswer(0), await Send(server, timeout: TimeSpan.FromMilliseconds(300)));
    }

    [Theory, InlineData(301), InlineData(302), InlineData(307), InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = new RawServer(stream => stream.WriteAsync(Head(201, 0)).AsTask());
        await using var server = new RawServer(stream => stream.WriteAsync(Head(status, 0, $"Location: {elsewhere.Address}stolen")).AsTask());
        Assert.Equal(status, (await Send(server)).Status);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory, InlineData(".."), InlineData("../Users/annan"), InlineData("%2e%2e%2f")]
    [Trait("Invariant", "12")]
    public async Task The_id_of_an_answer_never_stands_in_an_address(string id)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { id, externalId = id, meta = new { location = id } });
        await using var server = new RawServer(stream => stream.WriteAsync(Head(409, body.Length, $"Location: /{id}", body)).AsTask());
        using var client = Client();
        await new Sender(new LaneGate(1, null, TimeProvider.System), client, Receiver(server), Cancellation)
            .Send(Create, DeliveryClass.Ordinary, 1, Cancellation);
        Assert.Equal(["POST /scim/Users", $"PUT /scim/Users/{Create.Id:D}"], server.Requests);
    }

    [Fact]
    public async Task Of_a_list_without_end_no_more_is_handed_on_than_a_country_has()
    {
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{},", 20_000)));
        await using var server = new RawServer(async stream =>
        {
            await stream.WriteAsync(Head(200, 1L << 30));
            await stream.WriteAsync("{\"totalResults\":5,\"Resources\":["u8.ToArray());
            while (true)
                await stream.WriteAsync(piece);
        });
        var handed = 0L;
        using var client = Client();
        var page = await new ListClient(client).Page(Receiver(server), Endpoint.Users, ListClient.LongestList - 30_000, _ => handed++, Cancellation);
        Assert.Equal("listan är för stor", page.Problem);
        Assert.InRange(handed, 30_001, 30_000 + (64 * 1024 / 3) + 1);
    }

    [Fact]
    public async Task Heads_without_end_are_not_read()
    {
        await using var server = new RawServer(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 201 Created\r\n"u8.ToArray());
            for (var i = 0; i < 10_000; i++)
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{i}: {new string('y', 500)}\r\n"));
        });
        Assert.Equal(0, (await Send(server)).Status);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_the_next_time_is_connected_to_where_it_was_checked()
    {
        await using var server = new RawServer(stream => stream.WriteAsync(Head(201, 0)).AsTask());
        var answers = new Queue<IPAddress[]>([[IPAddress.Parse("10.0.0.1"), IPAddress.Parse("169.254.169.254"), IPAddress.Loopback], [IPAddress.Parse("10.0.0.1")]]);
        var lookups = 0;
        using var client = Client(SupplierHandlers.Create(new CapabilityProfile(), allowLoopback: true, (_, _) =>
        {
            lookups++;
            return Task.FromResult(answers.Dequeue());
        }));
        var receiver = Receiver(server) with { BaseUrl = new Uri($"http://leverantor.example:{server.Address.Port}/scim/") };
        Assert.Equal(201, (await client.Send(receiver, DeliveryAction.Create, Create, Cancellation)).Status);
        Assert.Equal(1, lookups);

        Assert.Equal(0, (await client.Send(receiver, DeliveryAction.Create, Create, Cancellation)).Status);
        Assert.Equal(2, lookups);
        Assert.Single(server.Requests);
    }

    [Theory, InlineData("127.0.0.1"), InlineData("169.254.169.254"), InlineData("::ffff:10.0.0.1"), InlineData("fe80::1")]
    public async Task A_name_that_leads_inside_is_not_connected_to(string address)
    {
        await using var server = new RawServer(stream => stream.WriteAsync(Head(201, 0)).AsTask());
        using var client = Client(SupplierHandlers.Create(new CapabilityProfile(), allowLoopback: false, (_, _) => Task.FromResult(new[] { IPAddress.Parse(address) })));
        var receiver = Receiver(server) with { BaseUrl = new Uri($"http://leverantor.example:{server.Address.Port}/scim/") };
        Assert.Equal(new SupplierAnswer(0, NothingSent: true), await client.Send(receiver, DeliveryAction.Create, Create, Cancellation));
        Assert.Empty(server.Requests);
    }

    private static Receiver Receiver(RawServer server) => new(new Uri(server.Address, "scim/"), "key", "Malmö");

    private static ScimClient Client(HttpMessageHandler? handler = null, TimeSpan? timeout = null) =>
        new(handler ?? SupplierHandlers.Create(new CapabilityProfile(), allowLoopback: true), new CapabilityProfile(), TimeProvider.System)
        {
            AttemptTimeout = timeout ?? TimeSpan.FromSeconds(45),
        };

    private static async Task<SupplierAnswer> Send(RawServer server, TimeSpan? timeout = null)
    {
        using var client = Client(timeout: timeout);
        return await client.Send(Receiver(server), DeliveryAction.Create, Create, Cancellation);
    }

    private static byte[] Head(int status, long length, string? header = null, string body = "") => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n{(header is null ? "" : header + "\r\n")}\r\n{body}"));
}
