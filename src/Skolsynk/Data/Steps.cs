namespace Skolsynk.Data;

/// <summary>Moments of the work after which nothing of it may be lost, repeated wrongly or left behind, whenever a process dies.</summary>
public enum Step
{
    /// <summary>The source was read whole; nothing is compared yet.</summary>
    Read,

    /// <summary>What is to be stored is decided, and not stored.</summary>
    Compared,

    /// <summary>The roster and its run are stored.</summary>
    Committed,

    LeaseTaken,

    /// <summary>A lease can no longer be counted on; what goes on under it is about to be told.</summary>
    LeaseLost,

    /// <summary>Windows are stored; nothing of their batch has left.</summary>
    WindowWritten,

    /// <summary>A request has left; nobody knows its answer.</summary>
    Sent,

    /// <summary>The answer is here; it is not recorded.</summary>
    Answered,
    ReceiptWritten,

    /// <summary>The last receipt of a window is stored, and the window is gone.</summary>
    WindowClosed,

    /// <summary>Some of those who left long ago are purged.</summary>
    PurgeChunk,

    /// <summary>Some of what a connection or tenant that ends has left is erased.</summary>
    EraseChunk,
}

/// <summary>
/// Is told of every step that is passed. Nobody listens but storms, which stop the work there: a test by throwing, a process by
/// dying.
/// </summary>
public sealed class Steps(Action<Step> passing)
{
    public static readonly Steps Unwatched = new(_ => { });

    public void Pass(Step step) => passing(step);
}
