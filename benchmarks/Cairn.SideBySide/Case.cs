namespace Cairn.SideBySide;

/// <summary>The same work for both sides. A case is one row of <see cref="Cases"/> and one function of the peer.</summary>
/// <param name="Name">What selects it, unique.</param>
/// <param name="Peer">Module, function and sizes of the peer's side, in <c>peers</c>.</param>
/// <param name="Make">Makes Cairn's side; for true, on data small enough for the plainest code.</param>
/// <param name="Amount">The work in one call, in thousand millions of <paramref name="Unit"/>, or in ones of it for rows.</param>
/// <param name="Unit">GFLOP, GB or rows.</param>
/// <param name="Tolerance">How far apart the two checks may lie, relative to the larger of them and 1.</param>
sealed record Case(string Name, string Peer, Func<bool, Work> Make, double Amount, string Unit, double Tolerance = 1e-5)
{
    /// <summary>The bytes of a number in a matrix product, whose speed is compared with the peak; 0 for other cases.</summary>
    internal int ProductOf { get; init; }
}
