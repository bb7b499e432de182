namespace Cairn.Kernels;

/// <summary>
/// Work cut into chunks that may run in any order and at the same time, for <see cref="WorkTeam"/>. Implement it by a struct: the team
/// calls it without a delegate. The struct is copied; results go to memory that it points to, each chunk to its own place.
/// </summary>
public interface IChunkJob
{
    /// <summary>Does chunk <paramref name="chunk"/>, from 0 to the count given to the team less one.</summary>
    void Run(int chunk);
}
