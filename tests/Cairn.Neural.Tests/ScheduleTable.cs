namespace Cairn.Tests;

/// <summary>Every schedule under the names of the fixture: the second place that a new schedule touches.</summary>
static class ScheduleTable
{
    internal static readonly IReadOnlyDictionary<string, Schedule> Rows = new Dictionary<string, Schedule>
    {
        ["constant"] = new ConstantSchedule(),
        ["step"] = new StepSchedule { Steps = 7, Decay = 0.5 },
        ["exponential"] = new ExponentialSchedule { Steps = 7, Decay = 0.5 },
        ["cosine"] = new CosineSchedule { Steps = 39, Lowest = 0.1 },
        ["polynomial"] = new PolynomialSchedule { Steps = 20, Power = 2 },
        ["warm-up"] = new WarmUpSchedule { Steps = 10, First = 0.2 },
        ["warm-up, cosine"] = new WarmUpSchedule { Steps = 10, First = 0.2, Next = new CosineSchedule { Steps = 29 } },
        ["one-cycle"] = new OneCycleSchedule { Steps = 40 },
        ["plateau"] = new PlateauSchedule { Decay = 0.5, Patience = 2 },
    };
}
