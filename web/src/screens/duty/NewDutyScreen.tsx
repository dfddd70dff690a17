export { NewDuty as default } from './DutyForm';
