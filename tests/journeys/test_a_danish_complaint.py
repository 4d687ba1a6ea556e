from tests.house_at_work import House, number_in
from tests.smtp import PAPER, a_letter


async def test_x(house: House) -> None:
    answer = await house.answered(a_letter(files=[PAPER]))
    print(answer.raw.decode())
    case = await house.case(number_in(answer["Subject"]))
    await house.quiet()
    print(case, await house.verbs(case))
