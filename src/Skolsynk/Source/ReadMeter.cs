namespace Skolsynk.Source;

/// <summary>Tells how far a read has come, four times a second at most; may be called from several threads.</summary>
internal sealed class ReadMeter(IProgress<ReadProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private int schools;
    private int users;
    private int classes;
    private int membersDone;
    private long? lastTold;

    public void Schools(int count) => Add(ref schools, count);

    public void User() => Add(ref users, 1);

    public void Class() => Add(ref classes, 1);

    public void MembersDone(int count) => Add(ref membersDone, count);

    public void Tell() => progress?.Report(new ReadProgress(
        Volatile.Read(ref schools), Volatile.Read(ref users), Volatile.Read(ref classes), Volatile.Read(ref membersDone)));

    private void Add(ref int counter, int count)
    {
        Interlocked.Add(ref counter, count);
        if (progress is not null && IsTime())
            Tell();
    }

    private bool IsTime()
    {
        lock (gate)
        {
            if (lastTold is { } last && time.GetElapsedTime(last) < Pause)
                return false;
            lastTold = time.GetTimestamp();
            return true;
        }
    }
}
