using System.Net;
using System.Text;
using Skolsynk.Deliveries;
using Skolsynk.Ss12000;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Deliveries;

/// <summary>One delivery through gate and client, and what its answers leave in the receipts.</summary>
public sealed class SendingTests
{
    private static readonly Delivery Create = new(1, Endpoint.Users, new Guid("0b0c7f60-4f5f-4d0c-9a0e-abcdefabcdef"), DeliveryAction.Create, "{}"u8.ToArray(), 7);
    private static readonly Delivery Delete = Create with { Action = DeliveryAction.Delete, Body = default, Hash = null };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("201", ReceiptStatus.Confirmed)]
    [InlineData("400", ReceiptStatus.Refused)]
    [InlineData("409,200", ReceiptStatus.Confirmed)]
    [InlineData("409,404", ReceiptStatus.Refused)]
    [InlineData("409,400", ReceiptStatus.Uncertain)]
    [InlineData("409,403", ReceiptStatus.Uncertain)]
    [InlineData("202", ReceiptStatus.Uncertain)]
    [InlineData("303", ReceiptStatus.Uncertain)]
    [InlineData("500", ReceiptStatus.Uncertain)]
    [InlineData("break", ReceiptStatus.Uncertain)]
    [InlineData("503+,400", ReceiptStatus.Uncertain)]
    [InlineData("503+,403", ReceiptStatus.Uncertain)]
    [InlineData("503+,refuse", ReceiptStatus.Uncertain)]
    [InlineData("429,201", ReceiptStatus.Confirmed)]
    [InlineData("403", null)]
    [InlineData("404", null)]
    [InlineData("415", null)]
    [InlineData("refuse", null)]
    [Trait("Invariant", "5")]
    public async Task What_a_create_leaves_in_its_receipt(string answers, ReceiptStatus? status)
    {
        var settlement = await Settle(Create, answers);
        Assert.Equal(status, settlement.Receipt?.Status);
        Assert.Equal(status is null, settlement.Kept);
    }

    [Theory]
    [InlineData("204", false)]
    [InlineData("404", true)]
    [InlineData("403", true)]
    [InlineData("400", true)]
    [InlineData("break", true)]
    [InlineData("refuse", true)]
    public async Task A_delete_is_owed_until_it_is_confirmed(string answers, bool stays)
    {
        var book = Book(new Receipt(ReceiptStatus.Confirmed, 7, 0));
        var settlement = await Settle(Delete, answers, book);
        Assert.Equal(stays, settlement.Kept || settlement.Receipt is not null);
        if (!settlement.Kept)
            book.Enter(1, settlement.Receipt, null);
        Assert.Equal(answers is "break" or "refuse" or "400" or "204", DeliveryPlan.Owed(7, book.ReceiptOf(1), null, 0) is not null);
    }

    [Fact]
    public async Task An_object_that_is_never_answered_is_refused_the_fifth_time_when_others_are_answered()
    {
        var book = Book(null);
        for (var time = 1; time <= 5; time++)
        {
            var tally = new PassTally();
            tally.Count(DeliveryAction.Create, Verdict.Confirmed, retry: false);
            var settlement = await Settle(Create, "break", book, tally);
            book.Enter(1, settlement.Receipt, settlement.Refusal);
            Assert.Equal(ReceiptStatus.Uncertain, settlement.Receipt!.Value.Status);
            Assert.Equal((time, time < 5 ? 0 : 1), (settlement.Refusal!.Tries, tally.Refused));
            Assert.Equal(time < 5 ? RestKind.Unreachable : RestKind.None, tally.BrokenOff);
        }
        Assert.True(book.RefusalOf(1)!.NextAt > 0);
    }

    [Fact]
    public async Task Refusals_that_are_taken_back_leave_what_may_stand_uncertain()
    {
        var book = Book(null);
        var settling = new Settling(book, new PassTally(), 0);
        settling.Of(Create, await Send(Create, "409,400"));
        settling.Of(Create with { Rid = 2 }, await Send(Create with { Rid = 2 }, "400"));
        Assert.Equal([(1L, (ReceiptStatus?)ReceiptStatus.Uncertain), (2L, null)], settling.TakenBack.Select(one => (one.Rid, one.Receipt?.Status)));
        Assert.All(settling.TakenBack, one => Assert.Null(one.Refusal));
    }

    [Fact]
    public async Task An_attempt_that_is_stopped_says_nothing_of_the_supplier()
    {
        var gate = new LaneGate(4, null, TimeProvider.System);
        using var client = new ScimClient(new Scripted("hang"), new CapabilityProfile(), TimeProvider.System);
        using var stop = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Sender(gate, client, Receiver, Cancellation).Send(Create, DeliveryClass.Ordinary, 1, stop.Token));
        Assert.Equal(TimeSpan.Zero, gate.RestLeft);
    }

    [Fact]
    public async Task An_attempt_ends_with_its_time_even_if_the_answer_drips()
    {
        using var client = new ScimClient(new Scripted("hang"), new CapabilityProfile(), TimeProvider.System) { AttemptTimeout = TimeSpan.FromMilliseconds(50) };
        Assert.Equal(new SupplierAnswer(0), await client.Send(Receiver, DeliveryAction.Create, Create, Cancellation));
    }

    private static Receiver Receiver => new(new Uri("https://supplier.example/scim/"), "key", "Malmö (kommun)");

    private static ReceiptBook Book(Receipt? receipt) =>
        new(new() { [(Create.Endpoint, Create.Id)] = 1 }, receipt is { } known ? new() { [1] = known } : [], []);

    private static async Task<Settlement> Settle(Delivery delivery, string answers, ReceiptBook? book = null, PassTally? tally = null) =>
        new Settling(book ?? Book(null), tally ?? new PassTally(), 0).Of(delivery, await Send(delivery, answers));

    private static async Task<Sent> Send(Delivery delivery, string answers)
    {
        using var client = new ScimClient(new Scripted(answers), new CapabilityProfile(), TimeProvider.System);
        return await new Sender(new LaneGate(4, null, TimeProvider.System), client, Receiver, Cancellation).Send(delivery, DeliveryClass.Ordinary, 1, Cancellation);
    }

    /// <summary>Answers in this order: statuses (<c>+</c>: with Retry-After 0), <c>break</c>, <c>refuse</c> (no connection), <c>hang</c>.</summary>
    private sealed class Scripted(string answers) : HttpMessageHandler
    {
        private readonly Queue<string> left = new(answers.Split(','));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = left.Dequeue();
            switch (answer)
            {
                case "break":
                    throw new HttpRequestException(HttpRequestError.ResponseEnded);
                case "refuse":
                    throw new HttpRequestException(HttpRequestError.ConnectionError);
                case "hang":
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    break;
            }
            var response = new HttpResponseMessage((HttpStatusCode)int.Parse(answer.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture))
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")),
            };
            if (answer is "429" || answer.EndsWith('+'))
                response.Headers.RetryAfter = new(TimeSpan.Zero);
            return response;
        }
    }
}
