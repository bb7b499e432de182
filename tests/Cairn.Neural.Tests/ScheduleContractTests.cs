namespace Cairn.Tests;

/// <summary>What holds for every schedule, row by row of <see cref="ScheduleTable"/>.</summary>
public class ScheduleContractTests
{
    public static TheoryData<string> Schedules() => [.. ScheduleTable.Rows.Keys];

    [Fact]
    public void Every_schedule_has_a_row()
    {
        var rows = ScheduleTable.Rows.Values.Select(r => r.GetType()).ToHashSet();
        Assert.Empty(typeof(Schedule).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Schedule)) && !rows.Contains(t))
            .Select(t => t.Name));
        Assert.Equal(["plateau losses"], Fixture.Schedules.Names.Except(ScheduleTable.Rows.Keys));
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void The_factors_are_those_of_PyTorch(string name) // S193
    {
        var schedule = ScheduleTable.Rows[name];
        double[] expected = Fixture.Numbers(Fixture.Schedules[name]), losses = Fixture.Numbers(Fixture.Schedules["plateau losses"]);
        for (int step = 0; step < expected.Length; step++)
            Assert.Equal(expected[step], name == "plateau" ? schedule.Factor(step, losses[..step]) : schedule.Factor(step), 1e-12);
        Assert.True(expected.Distinct().Count() > 1 || name == "constant");
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void It_stays_between_0_and_1_for_ever(string name)
    {
        var schedule = ScheduleTable.Rows[name];
        foreach (long step in (long[])[0, 1, 39, 40, 41, 1000, 1_000_000_000]) Assert.InRange(schedule.Factor(step), 0, 1);
        Assert.Equal(schedule, schedule with { });
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_stepper_follows_it(string name)
    {
        var schedule = ScheduleTable.Rows[name];
        var layer = new Linear(1, 1, bias: false);
        layer.Initialize(0, DType.Float64);
        var stepper = new Sgd { LearningRate = 0.5, Schedule = schedule }.For(layer.Parameters);
        for (int step = 0; step < 12; step++)
        {
            double before = (double)layer.Weight.Value;
            stepper.ZeroGradients();
            layer.Weight.Value.Sum().Backward();
            Assert.Equal(0.5 * schedule.Factor(step, stepper.Losses), stepper.LearningRate);
            stepper.Step();
            Assert.Equal(before - 0.5 * schedule.Factor(step, stepper.Losses), (double)layer.Weight.Value, 1e-15);
            stepper.Observe(1);
        }
        if (name == "plateau") Assert.True(stepper.LearningRate < 0.5);
    }
}
