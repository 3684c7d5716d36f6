namespace Skolsynk.Source;

/// <summary>What a read has cost so far, and the check that it stays within its budget; may be called from several threads.</summary>
internal sealed class ReadLedger(ReadBudget budget)
{
    private int calls;
    private int pages;
    private long bytes;
    private long items;

    public int Calls => Volatile.Read(ref calls);

    public long Bytes => Interlocked.Read(ref bytes);

    public bool IsOver => Volatile.Read(ref calls) > budget.Calls || Volatile.Read(ref pages) > budget.Pages
        || Interlocked.Read(ref bytes) > budget.Bytes || Interlocked.Read(ref items) > budget.Items;

    public void Call() => Interlocked.Increment(ref calls);

    public void Received(int count) => Interlocked.Add(ref bytes, count);

    public void Page(int count)
    {
        Interlocked.Increment(ref pages);
        Interlocked.Add(ref items, count);
    }
}
