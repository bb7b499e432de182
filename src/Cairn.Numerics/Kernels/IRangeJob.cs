namespace Cairn.Kernels;

/// <summary>Work on elements that can be cut anywhere.</summary>
interface IRangeJob
{
    /// <summary>Works on the elements from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    void Run(int start, int end);
}
