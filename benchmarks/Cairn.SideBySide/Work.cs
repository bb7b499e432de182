namespace Cairn.SideBySide;

/// <summary>Cairn's side of a case, its data made.</summary>
/// <param name="Run">The timed call.</param>
/// <param name="Check">A number of its result that the peer must find too.</param>
/// <param name="Naive">The same number by the plainest code; for small data only.</param>
sealed record Work(Action Run, Func<double> Check, Func<double> Naive);
